/**
 * A backend is compared with the reference before it is trusted.
 *
 * @module
 */

import type { FloatArray, Matrix } from "../matrix/matrix.ts";
import { RandomState } from "../random/random_state.ts";
import { randomParams } from "../nn/params.ts";
import { TwoLayerNet } from "../nn/two_layer_net.ts";
import type { TfjsBackend } from "./backend.ts";
import { TfjsTwoLayerNet } from "./two_layer_net.ts";

/** Rows as long as those of pictures, since webgpu chooses its kernel for a product by the sizes. */
const SIZES = { inputSize: 3072, hiddenSize: 12, numClasses: 10, std: 0.02 };
const ROWS = 16;
/** float32 is off by about 1e-6; a kernel that is wrong, by far more. */
const TOLERANCE = 1e-4;
const REG = 0.1;

/**
 * Compares scores, loss and gradients of a small net with the reference backend's.
 *
 * @throws {Error} If they differ.
 */
export async function selfTest(backend: TfjsBackend): Promise<void> {
  const rng = new RandomState(0);
  const params = randomParams({ ...SIZES, rng });
  const X = rng.randn(ROWS, SIZES.inputSize), y = rng.choice(SIZES.numClasses, ROWS);
  using net = new TfjsTwoLayerNet({ params, backend });
  const reference = new TwoLayerNet({ params });

  compare(backend, "the scores", (await net.loss(X)).data, reference.loss(X).data);
  const found = await net.loss(X, y, { reg: REG }), expected = reference.loss(X, y, { reg: REG });
  compare(backend, "the loss", [found.loss], [expected.loss]);
  for (const [name, matrix] of Object.entries(found.grads)) {
    using gradient = matrix;
    const { data } = await gradient.read();
    compare(backend, `the gradient of ${name}`, data, (expected.grads[name] as Matrix).data);
  }
}

function compare(
  backend: TfjsBackend,
  what: string,
  found: FloatArray | number[],
  expected: FloatArray | number[],
): void {
  const scale = Math.max(...Array.from(expected, Math.abs));
  const worst = Array.from(expected, (value, i) => Math.abs(found[i] - value) / scale)
    .findIndex((error) => !(error <= TOLERANCE));
  if (worst < 0) return;
  throw new Error(
    `Expected ${what} on ${backend.description} to be the reference backend's ${expected[worst]} ` +
      `but found ${found[worst]}: it computes wrongly here. Update its driver, or use another one`,
  );
}
