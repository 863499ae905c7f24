import { assert, assertEquals, assertRejects } from "@std/assert";
import { createBackend, standardized } from "two-layer-net";
import {
  detours,
  ladder,
  PRESETS,
  type SettingName,
  type Settings,
  summarizeVariants,
  trainVariants,
  type Variant,
} from "two-layer-net/training";
import { tinyData } from "./tiny_images.ts";

const raw = tinyData(), even = standardized(raw, "channel");
const small = { hiddenSize: 16, epochs: 3, batchSize: 20, dtype: "float64" } as const;
const SMALL: Settings = { ...PRESETS.quick, ...small, patchSize: 2 };
const rungs = ladder(SMALL, { raw, standardized: even, whitened: { ...even } });

/** What a rung has that the one before it had not. */
function changes(before: Variant, { settings, data }: Variant): string[] {
  const names = Object.keys(settings) as SettingName[];
  return [
    ...names.filter((name) => settings[name] !== before.settings[name]),
    ...(data === before.data ? [] : ["data"]),
  ];
}

Deno.test("ladder: a rung adds what its name says, and the last is the recipe, larger", () => {
  const added = rungs.slice(1).map((rung, i) => [rung.name, changes(rungs[i], rung)]);
  const kept = ([, names]: typeof added[number]) =>
    (names as string[]).filter((name) => name !== "learningRate" && name !== "std");
  const regularizers =
    (["inputDropout", "hiddenDropout", "labelSmoothing", "weightDecay", "cutout"] as const)
      .filter((name) => SMALL[name] > 0);
  assertEquals(added.map(kept).map((names) => names.toSorted()), [
    ["momentum", "schedule", "updateRule"],
    ["data", "preparation"],
    ["flip", "shift"],
    ["data", "preparation"],
    ["patchSize"],
    ["hiddenSize"],
    ["epochs"],
    regularizers.toSorted(),
  ]);
  assertEquals(rungs.at(-1)!.settings, { ...SMALL, hiddenSize: 32, epochs: 6 });
});

Deno.test("detours: the settings come first, and each of the others is another", () => {
  const variants = detours(SMALL, even, raw);
  assertEquals(variants[0], { name: "as it is", settings: SMALL, data: even });
  assertEquals(variants.at(-1)!.data, raw);
  const settings = variants.map((variant) => JSON.stringify(variant.settings));
  assertEquals(new Set(settings).size, variants.length);
});

Deno.test("ablation: every variant is trained from every seed, and summed up", async () => {
  using backend = await createBackend("reference");
  const options = { backend, seeds: [4, 5] };
  const nets = await Array.fromAsync(trainVariants(rungs, options));
  assertEquals(nets.map(({ name, seed }) => [name, seed]), [
    ...rungs.flatMap(({ name }) => [[name, 4], [name, 5]]),
  ]);
  assertEquals(await Array.fromAsync(trainVariants(rungs.slice(0, 1), options)), nets.slice(0, 2));
  const summaries = summarizeVariants(rungs, nets);
  assertEquals(summaries.map(({ name }) => name), rungs.map(({ name }) => name));
  assertEquals(summarizeVariants(rungs, nets.slice(0, 2))[1].values, []);
  for (const { mean, std, values: [a, b] } of summaries) {
    assertEquals(mean, (a + b) / 2);
    assert(Math.abs(std - Math.abs(a - b) / Math.SQRT2) < 1e-12);
  }
});

Deno.test("ablation: stopped, it drops the net in progress", async () => {
  using backend = await createBackend("reference");
  const stop = new AbortController();
  const nets = [];
  for await (const net of trainVariants(rungs, { backend, signal: stop.signal })) {
    nets.push(net);
    stop.abort();
  }
  assertEquals(nets.map(({ name, seed }) => [name, seed]), [["plain SGD", 0]]);
});

Deno.test("ablation: a name used twice and bad settings are refused first", async () => {
  using backend = await createBackend("reference");
  const [first] = rungs;
  const train = (second: Variant) =>
    Array.fromAsync(trainVariants([first, second], { backend, seeds: [0] }));
  await assertRejects(() => train(first), RangeError, "Expected variants[1].name to be new");
  const bad = { ...first, name: "bad", settings: { ...SMALL, batchSize: 0 } };
  await assertRejects(() => train(bad), RangeError, "Expected batchSize");
});
