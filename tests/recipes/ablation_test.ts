import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  createBackend,
  type Recipe,
  recipeDetours,
  recipeLadder,
  RECIPES,
  standardized,
  summarizeVariants,
  trainVariants,
  type Variant,
} from "two-layer-net";
import { tinyData } from "./tiny_images.ts";

const raw = tinyData(), even = standardized(raw, "channel");
const SMALL: Recipe = { ...RECIPES.quick, hiddenSize: 16, epochs: 3, batchSize: 20 };
const ladder = recipeLadder(SMALL, { raw, standardized: even, whitened: { ...even } });

/** What a rung has that the one before it had not. */
function changes(before: Variant, { recipe, data, departures }: Variant): string[] {
  const names = Object.keys(recipe) as (keyof Recipe)[];
  return [
    ...names.filter((name) => recipe[name] !== before.recipe[name]),
    ...(data === before.data ? [] : ["data"]),
    ...(departures?.augment === before.departures?.augment ? [] : ["augment"]),
    ...(departures?.schedule === before.departures?.schedule ? [] : ["schedule"]),
  ];
}

Deno.test("ladder: a rung adds what its name says, and the last is the recipe, larger", () => {
  const added = ladder.slice(1).map((rung, i) => [rung.name, changes(ladder[i], rung)]);
  const kept = ([, names]: typeof added[number]) =>
    (names as string[]).filter((name) => name !== "learningRate" && name !== "std");
  const regularizers =
    (["inputDropout", "hiddenDropout", "labelSmoothing", "weightDecay", "cutout"] as const)
      .filter((name) => SMALL[name] > 0);
  assertEquals(added.map(kept).map((names) => names.toSorted()), [
    ["momentum", "schedule"],
    ["data"],
    ["augment"],
    ["data"],
    ["hiddenSize"],
    ["epochs"],
    regularizers.toSorted(),
  ]);
  assertEquals(ladder.at(-1)!.recipe, { ...SMALL, hiddenSize: 32, epochs: 6 });
});

Deno.test("detours: the recipe comes first, and each of the others is another", () => {
  const detours = recipeDetours(SMALL, even, raw);
  assertEquals(detours[0], { name: "recipe", recipe: SMALL, data: even });
  const settings = detours.map(({ recipe, data, departures }) =>
    JSON.stringify([recipe, data === raw, departures?.ema, departures?.updateRule?.name])
  );
  assertEquals(new Set(settings).size, detours.length);
});

Deno.test("ablation: every variant is trained from every seed, and summed up", async () => {
  using backend = await createBackend("reference");
  const options = { backend, seeds: [4, 5] };
  const nets = await Array.fromAsync(trainVariants(ladder, options));
  assertEquals(nets.map(({ name, seed }) => [name, seed]), [
    ...ladder.flatMap(({ name }) => [[name, 4], [name, 5]]),
  ]);
  assertEquals(await Array.fromAsync(trainVariants(ladder.slice(0, 1), options)), nets.slice(0, 2));
  const summaries = summarizeVariants(ladder, nets);
  assertEquals(summaries.map(({ name }) => name), ladder.map(({ name }) => name));
  assertEquals(summarizeVariants(ladder, nets.slice(0, 2))[1].values, []);
  for (const { mean, std, values: [a, b] } of summaries) {
    assertEquals(mean, (a + b) / 2);
    assert(Math.abs(std - Math.abs(a - b) / Math.SQRT2) < 1e-12);
  }
});

Deno.test("ablation: stopped, it drops the net in progress", async () => {
  using backend = await createBackend("reference");
  const stop = new AbortController();
  const nets = [];
  for await (const net of trainVariants(ladder, { backend, signal: stop.signal })) {
    nets.push(net);
    stop.abort();
  }
  assertEquals(nets.map(({ name, seed }) => [name, seed]), [["plain SGD", 0]]);
});

Deno.test("ablation: a name used twice and a bad recipe are refused first", async () => {
  using backend = await createBackend("reference");
  const [first] = ladder;
  const train = (second: Variant) =>
    Array.fromAsync(trainVariants([first, second], { backend, seeds: [0] }));
  await assertRejects(() => train(first), RangeError, "Expected variants[1].name to be new");
  const bad = { ...first, name: "bad", recipe: { ...SMALL, epochs: 0 } };
  await assertRejects(() => train(bad), RangeError, "Expected epochs");
});
