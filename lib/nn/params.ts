/**
 * The parameters of the two-layer net: random ones, and checks on given ones.
 *
 * @module
 */

import { checkInstance, checkObject, expectation } from "../internal/checks.ts";
import {
  choice,
  group,
  integer,
  number,
  type OptionChecks,
  required,
} from "../internal/options.ts";
import { checkMatrix, Matrix } from "../matrix/matrix.ts";
import { RandomState } from "../random/random_state.ts";
import { checkShape } from "../matrix/shapes.ts";
import { keepPatches, type Patches } from "./patches.ts";
import type { Params } from "../optim/update_rule.ts";

/** The parameters of a two-layer net, or their gradients: D inputs, H hidden units, C classes. */
export interface TwoLayerParams extends Params<Matrix> {
  /** Weights of the first layer, D × H. */
  readonly W1: Matrix;
  /** Bias of the first layer, 1 × H. */
  readonly b1: Matrix;
  /** Weights of the second layer, H × C. */
  readonly W2: Matrix;
  /** Bias of the second layer, 1 × C. */
  readonly b2: Matrix;
}

/**
 * How wide random weights are spread: "normal" by `std`; "kaiming" by √(2 / fan-in) in each layer,
 * so that signals keep their size (He et al., arXiv:1502.01852).
 */
export type Initialization = "normal" | "kaiming";

/** What random parameters are made from. */
export interface RandomParamsOptions {
  /** D, the number of values an input row has. */
  inputSize: number;
  /** H, the number of hidden units. */
  hiddenSize: number;
  /** C, the number of classes. */
  numClasses: number;
  /** The spread of the first weights; the biases start at 0. Default: "normal". */
  init?: Initialization;
  /** Standard deviation of the first weights, if `init` is "normal". Default: 1e-4. */
  std?: number;
  /**
   * Confines the first weights of each hidden unit to a patch of the image, of the same norm; they
   * learn as any others. Default: all of them start at random.
   */
  patches?: Patches;
  /** Draws W1, then W2, as the original does; then the patches. */
  rng: RandomState;
}

/** How they are checked. */
export const RANDOM_PARAMS: OptionChecks<RandomParamsOptions> = {
  inputSize: required(integer(1)),
  hiddenSize: required(integer(1)),
  numClasses: required(integer(1)),
  init: choice(["normal", "kaiming"]),
  std: number(0),
  patches: group<Patches>({
    size: required(integer(1)),
    height: required(integer(1)),
    width: required(integer(1)),
    channels: required(integer(1)),
  }),
  rng: required((name, value) => checkInstance(name, value, RandomState)),
};

/** Throws unless `value` has the four matrices. */
export function checkParams(name: string, value: unknown): asserts value is TwoLayerParams {
  checkObject(name, value);
  for (const key of ["W1", "b1", "W2", "b2"] as const) {
    checkMatrix(`${name}.${key}`, (value as TwoLayerParams)[key]);
  }
}

/**
 * Normal weights and zero biases, in float64.
 *
 * @throws {RangeError} If a size is not a positive integer, `init` no spread, `std` is negative, not
 * finite, or given with "kaiming", or images of the patches' sizes have not D values.
 */
export function randomParams(options: RandomParamsOptions): TwoLayerParams {
  const { inputSize, hiddenSize, numClasses, patches, rng } = options;
  if (patches) checkImageSize(patches, inputSize);
  const std = spread(options);
  const W1 = scaled(rng.randn(inputSize, hiddenSize), std(inputSize));
  const W2 = scaled(rng.randn(hiddenSize, numClasses), std(hiddenSize));
  if (patches) keepPatches(W1, patches, rng);
  return { W1, b1: Matrix.zeros(1, hiddenSize), W2, b2: Matrix.zeros(1, numClasses) };
}

/** The four parameters alone; throws a RangeError unless their shapes fit together. */
export function checkedParams(params: TwoLayerParams): TwoLayerParams {
  const { W1, b1, W2, b2 } = params;
  checkShape("b1", b1, 1, W1.cols);
  checkShape("W2", W2, W1.cols, b2.cols);
  checkShape("b2", b2, 1, W2.cols);
  return { W1, b1, W2, b2 };
}

/** Standard deviation of a layer's weights by the number of its inputs. */
function spread({ init = "normal", std }: RandomParamsOptions): (fanIn: number) => number {
  if (init === "kaiming") {
    if (std === undefined) return (fanIn) => Math.sqrt(2 / fanIn);
    throw new RangeError(expectation("std", 'left out where init is "kaiming"', std));
  }
  return () => std ?? 1e-4;
}

function checkImageSize({ height, width, channels }: Patches, inputSize: number): void {
  const values = height * width * channels;
  if (values === inputSize) return;
  const expected = `inputSize = ${inputSize}`;
  throw new RangeError(expectation("height * width * channels of patches", expected, values));
}

function scaled(m: Matrix, factor: number): Matrix {
  for (let i = 0; i < m.data.length; i++) m.data[i] *= factor;
  return m;
}
