/** `deno task evaluate` as a user runs it: a process of its own, on a part of real CIFAR-10. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  evaluate,
  getCifar10Data,
  ImageSet,
  loadWeights,
  RandomState,
  saveWeights,
  TwoLayerNet,
} from "two-layer-net";
import { withTempDir } from "../internal/testing.ts";
import { type Outcome, outcomeOf, SMALL, tune } from "./tune_command.ts";

const EVALUATE = new URL("../../lib/cli/evaluate/evaluate.ts", import.meta.url).pathname;
const FEW = ["--training", "400", "--test", "300", "--backend", "wasm"];
const FEW_VALIDATION = ["--training", "400", "--validation", "100", "--backend", "wasm"];

async function run(...args: string[]): Promise<Outcome> {
  const permissions = ["--allow-read", "--allow-write", "--allow-env=TWO_LAYER_NET_BLAS"];
  return outcomeOf(
    await new Deno.Command("deno", {
      args: ["run", "--no-prompt", ...permissions, EVALUATE, ...args],
      stdout: "piped",
      stderr: "piped",
    }).output(),
  );
}

Deno.test("nets and their ensemble are what the library finds", () =>
  withTempDir(async (dir) => {
    const data = await getCifar10Data({ download: true, numTest: 300 });
    const mean = new Float64Array(3072).fill(100);
    const images = new ImageSet({ ...data.XTest, mean });
    const sizes = { inputSize: 3072, hiddenSize: 8, numClasses: 10, std: 0.01 };
    const nets = [1, 2].map((seed) => new TwoLayerNet({ ...sizes, rng: new RandomState(seed) }));
    const paths = nets.map((_, k) => `${dir}/${k}.safetensors`);
    for (const [k, net] of nets.entries()) await saveWeights(paths[k], net, { meanImage: mean });
    const { code, out } = await run(...paths, ...FEW, "--views", "18");
    assertEquals(code, 0);
    const all = [nets[0], nets[1], nets];
    for (const [k, name] of [...paths, "ensemble of 2"].entries()) {
      const lines = out.split("\n").filter((line) => line.startsWith(`${name} `));
      assertEquals(lines.length, 2);
      for (const [i, views] of ([1, 18] as const).entries()) {
        const found = await evaluate(all[k], images, { views, bins: 10 });
        const figures = [
          found.accuracy,
          found.negativeLogLikelihood,
          found.calibration.expectedError,
        ].map((figure) => figure.toFixed(4));
        const expected = [String(views), ...figures];
        assertEquals(lines[i].slice(name.length).trim().split(/\s+/), expected);
      }
    }
    assertStringIncludes(out, "300 test images\n");
    assertStringIncludes(out, "ensemble of 2, 18 views, by class");
    const rows = out.match(/^airplane +\d+ +\d\.\d{3}( +\d+){10}$/gm);
    assertEquals(rows?.length, 1);
  }));

Deno.test("the best nets of a study are found beside it, the best first", () =>
  withTempDir(async (dir) => {
    const database = `${dir}/studies.db`;
    await tune(...SMALL, "--out", database);
    const best = ["--study", "grid", "--studies", database, "--best", "2"];
    const { code, out } = await run(...best, "--on", "validation", ...FEW_VALIDATION);
    assertEquals(code, 0);
    const lines = out.split("\n").filter((line) => line.startsWith(dir));
    const accuracies = lines.map((line) => Number(line.split(/\s+/)[2]));
    assertEquals(lines.length, 2);
    for (const [k, line] of lines.entries()) {
      const { metadata } = await loadWeights(line.split(/\s+/)[0]);
      assertEquals(Number(metadata.valAccuracy), accuracies[k]);
    }
    assertEquals(accuracies[0] >= accuracies[1], true);
    assertStringIncludes(out, "100 validation images\n");
    assertStringIncludes(out, "ensemble of 2, by class");
  }));

Deno.test("a diverged net, and one with more classes than there are, are told as they are", () =>
  withTempDir(async (dir) => {
    const sizes = { inputSize: 3072, hiddenSize: 4, rng: new RandomState(0) };
    const save = async (name: string, numClasses: number, bias?: number) => {
      const net = new TwoLayerNet({ ...sizes, numClasses });
      if (bias !== undefined) net.params.b2.data.fill(bias);
      await saveWeights(`${dir}/${name}`, net);
      return `${dir}/${name}`;
    };
    const nan = await run(await save("nan", 10, NaN), ...FEW);
    assertEquals([nan.code, nan.err.includes("error")], [0, false]);
    assertMatch(nan.out, /nan +1 +0\.\d{4} +NaN +NaN\n/);
    assertStringIncludes(nan.out, "NaN for 300 of 300 images: a net has diverged");
    const twelve = await run(await save("twelve", 12), ...FEW);
    assertEquals(twelve.code, 0);
    assertMatch(twelve.out, /^class 11 +0 +NaN( +\d+){12}$/m);
    const mixed = await run(`${dir}/nan`, `${dir}/twelve`, ...FEW);
    assertEquals([mixed.code, mixed.out], [1, ""]);
    assertStringIncludes(
      mixed.err,
      `numClasses of ${dir}/twelve to be that of ${dir}/nan, 10, but`,
    );
    const five = await run(await save("five", 5), ...FEW);
    assertEquals([five.code, five.out], [1, ""]);
    assertStringIncludes(five.err, "but found 3072 inputs and 5 classes");
  }));

Deno.test("what cannot be evaluated is refused with the reason", async () => {
  const refusals: [string[], number, string][] = [
    [[], 2, "error: missing files of weights, or --study"],
    [["no.safetensors", ...FEW], 1, "error: There is no file no.safetensors\n"],
    [["lib", ...FEW], 1, "error: Expected a file but lib is a folder\n"],
    [["deno.json", ...FEW], 1, "Expected deno.json to be a safetensors file"],
    [["--study", "x", "--studies", "no.db"], 1, "There is no study database no.db"],
    [
      ["w", "--best", "0"],
      2,
      "argument '0' is invalid. Expected it to be an integer of at least 1",
    ],
    [["w", "--best", "3"], 2, "option '--best <nets>' needs '--study <name>'"],
    [["w", "--studies", "s.db"], 2, "option '--studies <file>' needs '--study <name>'"],
    [["w", "--validation", "9"], 2, "option '--validation <images>' needs '--on validation'"],
    [["w", "--on", "validation", "--test", "9"], 2, "option '--test <images>' needs '--on test'"],
    [["w", "--views", "3"], 2, "Allowed choices are 1, 2, 18"],
    [["w", "--on", "training"], 2, "Allowed choices are test, validation, all"],
  ];
  for (const [args, expectedCode, message] of refusals) {
    const { code, out, err } = await run(...args);
    assertEquals([code, out], [expectedCode, ""]);
    assertStringIncludes(err, message);
  }
});
