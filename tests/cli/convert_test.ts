/** `deno task convert` as a user runs it: a process of its own. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadWeights, RandomState, saveWeights, TwoLayerNet } from "two-layer-net";
import { withTempDir } from "../internal/testing.ts";
import { type Outcome, outcomeOf } from "./tune_command.ts";

const CONVERT = new URL("../../lib/cli/convert/convert.ts", import.meta.url).pathname;
const STATE_DICT = new URL("../fixtures/pytorch_net.safetensors", import.meta.url).pathname;

async function convert(...args: string[]): Promise<Outcome> {
  return outcomeOf(
    await new Deno.Command("deno", {
      args: ["run", "--quiet", "--no-prompt", "-P=train", CONVERT, ...args],
      stdout: "piped",
      stderr: "piped",
    }).output(),
  );
}

Deno.test("a net goes to every format, and comes back from NumPy's as it was", () =>
  withTempDir(async (dir) => {
    const rng = new RandomState(0), meanImage = rng.randn(12);
    const net = new TwoLayerNet({ inputSize: 12, hiddenSize: 4, numClasses: 3, rng });
    await saveWeights(`${dir}/net.safetensors`, net, { meanImage });
    for (
      const [to, files] of [["onnx", ["onnx"]], ["json", ["bin", "json"]], ["npz", [
        "npz",
      ]]] as const
    ) {
      const { code, out } = await convert(`${dir}/net.safetensors`, `${dir}/net.${to}`);
      assertEquals([code, out], [0, files.map((file) => `Wrote ${dir}/net.${file}\n`).join("")]);
    }
    assertEquals((await convert(`${dir}/net.npz`, `${dir}/back.safetensors`)).code, 0);
    const back = await loadWeights(`${dir}/back.safetensors`);
    assertEquals([back.net.params.W1.data, back.meanImage], [net.params.W1.data, meanImage]);
  }));

Deno.test("PyTorch's state_dict becomes a net", () =>
  withTempDir(async (dir) => {
    const rename = "W1=fc1.weight.T,b1=fc1.bias,W2=fc2.weight.T,b2=fc2.bias";
    const { code } = await convert(STATE_DICT, `${dir}/net.safetensors`, "--rename", rename);
    const { net } = await loadWeights(`${dir}/net.safetensors`);
    assertEquals([code, net.inputSize, net.hiddenSize, net.numClasses], [0, 4, 4, 3]);
  }));

const REFUSALS = [
  [["net.npz", "net.txt"], 2, "'net.txt' ends in none of .safetensors, .onnx, .npz, .json"],
  [["net.onnx", "net.safetensors"], 2, "cannot read a net from 'net.onnx'"],
  [["a.safetensors", "b.safetensors"], 2, "nothing to convert"],
  [["net.npz", "net.onnx", "--rename", "fc1.weight"], 2, "W1=NAME"],
  [["no_such.npz", "net.onnx"], 1, "no_such.npz"],
  [[STATE_DICT, "net.npz"], 1, "weights with W1"],
] as const;

for (const [args, expected, reason] of REFUSALS) {
  Deno.test(`a bad call is refused, and nothing is written: ${reason}`, () =>
    withTempDir(async (dir) => {
      const inDir = args.map((arg) =>
        /^[a-z_]+\.(npz|onnx|txt)$/.test(arg) ? `${dir}/${arg}` : arg
      );
      const { code, err } = await convert(...inDir);
      assertEquals(code, expected);
      assertStringIncludes(err.replaceAll(`${dir}/`, ""), reason);
      assertEquals([...Deno.readDirSync(dir)], []);
    }));
}
