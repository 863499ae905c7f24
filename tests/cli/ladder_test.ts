/** `deno task ladder` as a user runs it, on a part of real CIFAR-10, and the results that are shipped. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fetchCifar10 } from "two-layer-net";
import { PRESETS, QUICK_LADDER, withSettings } from "two-layer-net/training";
import { withTempDir } from "../internal/testing.ts";
import { type Outcome, outcomeOf } from "./tune_command.ts";

const LADDER = new URL("../../lib/cli/ladder/ladder.ts", import.meta.url).pathname;
const FEW = ["--training", "256", "--validation", "10", "--test", "50", "--backend", "wasm"];

function command(args: string[]): Deno.Command {
  const permissions = ["--allow-read=/", "--allow-write=/", "--allow-env=TWO_LAYER_NET_BLAS"];
  return new Deno.Command("deno", {
    args: ["run", "--no-prompt", ...permissions, LADDER, ...args],
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(...args: string[]): Promise<Outcome> {
  return outcomeOf(await command(args).output());
}

const NET = { seed: 7, trainAccuracy: 0.5, testAccuracy: { 1: 0.5, 2: 0.5, 18: 0.5 } };

/** Results that lack the nets of the first two rungs, whose images need no whitening. */
async function writeStart(path: string): Promise<void> {
  const images = { training: 256, validation: 10, test: 50 };
  const rungs = QUICK_LADDER.map((rung, i) => ({ ...rung, nets: i < 2 ? [] : [NET] }));
  await Deno.writeTextFile(path, JSON.stringify({ images, rungs }));
}

Deno.test("stopped by Ctrl-C the ladder keeps its nets and goes on; another ladder is refused", () =>
  withTempDir(async (dir) => {
    await fetchCifar10({ onMessage: console.log });
    const out = `${dir}/ladder.json`, whole = `${dir}/whole.json`;
    for (const path of [out, whole]) await writeStart(path);
    const args = [...FEW, "--seeds", "7", "--out"];
    const child = command([...args, out]).spawn();
    let text = "";
    for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
      if (text === "") child.kill("SIGINT");
      text += part;
    }
    await child.stderr.cancel();
    assertEquals((await child.status).code, 130);
    const { rungs } = JSON.parse(await Deno.readTextFile(out));
    assertEquals([rungs[0].nets.length, rungs[1].nets.length], [1, 0]);
    const resumed = await run(...args, out);
    assertEquals([resumed.code, resumed.out.match(/, seed 7: /g)?.length], [0, 1]);
    await run(...args, whole);
    assertEquals(await Deno.readTextFile(out), await Deno.readTextFile(whole));
    assertEquals([...Deno.readDirSync(dir)].length, 2);
    const { code, err } = await run(...FEW, "--test", "60", "--out", out);
    assertEquals(code, 1);
    assertStringIncludes(err, "has results of other settings or images; --out takes another file");
  }));

Deno.test("what is no file of results, and bad seeds, are refused by name", () =>
  withTempDir(async (dir) => {
    const out = `${dir}/ladder.json`;
    await Deno.writeTextFile(out, '{"rungs": [{"name": "plain SGD", "nets": [{"seed": 0}]}]}');
    const bad = await run(...FEW, "--out", out);
    assertEquals(bad.code, 1);
    assertStringIncludes(bad.err, `${out}: Expected rungs[0].nets[0].trainAccuracy to be`);
    for (const seeds of ["0,0", "-1", "", "1,x"]) {
      const { code, err } = await run("--seeds", seeds);
      assertEquals(code, 2);
      assertStringIncludes(err, `'--seeds <list>' argument '${seeds}' is invalid. Expected`);
    }
  }));

Deno.test("the shipped ladder ends in the preset, and its figures are counts of 10,000 images", () => {
  assertEquals(QUICK_LADDER.at(-1)!.settings, {});
  for (const { settings, nets } of QUICK_LADDER) {
    withSettings(PRESETS.quick, settings);
    assertEquals(new Set(nets.map(({ seed }) => seed)).size, nets.length);
    for (const { trainAccuracy, testAccuracy } of nets) {
      for (const accuracy of [trainAccuracy, ...Object.values(testAccuracy)]) {
        assert(accuracy > 0.1 && accuracy <= 1, String(accuracy));
        assertEquals(Number((1e4 * accuracy).toFixed(6)) % 1, 0);
      }
    }
  }
});
