/** Parameters that PyTorch and NumPy wrote: tests/fixtures/pytorch_net.py makes the file. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { encodeNpz, importParams, type NpyArray } from "two-layer-net/formats";
import { Matrix, TwoLayerNet } from "two-layer-net";
import { withTempDir } from "../internal/testing.ts";
import pytorch from "../fixtures/pytorch_net.json" with { type: "json" };

const STATE_DICT = new URL("../fixtures/pytorch_net.safetensors", import.meta.url).pathname;
const RENAMES = { W1: "fc1.weight.T", b1: "fc1.bias", W2: "fc2.weight.T", b2: "fc2.bias" };

Deno.test("PyTorch's state_dict has PyTorch's scores, its square matrix too", async () => {
  const { params } = await importParams(STATE_DICT, RENAMES);
  const scores = new TwoLayerNet({ params }).loss(Matrix.from(pytorch.images));
  const worst = pytorch.scores.flat().map((score, i) => Math.abs(score - scores.data[i]));
  assert(Math.max(...worst) < 1e-6, `differ by ${worst}`);
});

const REFUSALS = [
  [{}, 'to hold an array W1 for W1 but found "fc1.bias, fc1.weight, fc2.bias, fc2.weight"'],
  [{ ...RENAMES, b1: "fc1.biass" }, "Did you mean fc1.bias?"],
  [
    { ...RENAMES, W2: "fc2.weight" },
    "4 × 3, as its biases say, but found 3 × 4. Transposed it fits: W2=fc2.weight.T",
  ],
  [{ ...RENAMES, W2: "fc1.weight" }, "but found 4 × 4"],
  [{ ...RENAMES, W3: "fc3.weight" }, "one of W1, b1, W2, b2"],
] as const;

for (const [renames, reason] of REFUSALS) {
  Deno.test(`PyTorch's state_dict is refused: ${reason}`, async () => {
    await assertRejects(() => importParams(STATE_DICT, renames), Error, reason);
  });
}

Deno.test("the assignment's parameters as NumPy saves them, biases as vectors", () =>
  withTempDir(async (dir) => {
    const array = (shape: number[], first: number): NpyArray => {
      const count = shape.reduce((product, size) => product * size, 1);
      return { shape, data: Float64Array.from({ length: count }, (_, i) => first + i) };
    };
    const arrays = {
      W1: array([4, 3], 0),
      b1: array([3], 1),
      W2: array([3, 2], 2),
      b2: array([2], 3),
    };
    await Deno.writeFile(`${dir}/net.npz`, encodeNpz({ ...arrays, meanImage: array([4], 9) }));
    const { params: { W1, b1 }, meanImage } = await importParams(`${dir}/net.npz`);
    assertEquals(W1.toArray(), [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]);
    assertEquals([b1.toArray(), meanImage], [[[1, 2, 3]], Float64Array.of(9, 10, 11, 12)]);
  }));
