/**
 * The layers of a fully connected net, forward and backward, on a backend's kernels.
 *
 * Shapes: x is N × D, w is D × M, b is 1 × M, out is N × M.
 *
 * @module
 */

import type { Backend } from "../backends/backend.ts";
import type { Labels } from "../matrix/labels.ts";
import type { Matrix } from "../matrix/matrix.ts";
import type { Rows } from "../matrix/rows.ts";

/** Weight matrix and bias of an affine layer, or their gradients. */
export interface Affine {
  /** Weights, D × M. */
  readonly w: Matrix;
  /** Bias, 1 × M. */
  readonly b: Matrix;
}

/** out = x · w + b. */
export function affineForward(backend: Backend, x: Rows, { w, b }: Affine, out: Matrix): void {
  backend.matmul(x, w, out);
  backend.addBias(b, out);
}

/** out = max(0, x · w + b): an affine layer with its ReLU in one pass. */
export function affineReluForward(backend: Backend, x: Rows, { w, b }: Affine, out: Matrix): void {
  backend.matmul(x, w, out);
  backend.addBiasRelu(b, out);
}

/** What backpropagation through a layer's kept units multiplies by; `dout` is changed in place. */
export function scale(backend: Backend, factor: number, dout: Matrix): void {
  backend.addScaled(factor - 1, dout, dout);
}

/** The gradients of w and b from the gradient of out: xᵀ · dout and its column sums. */
export function affineBackward(backend: Backend, x: Rows, dout: Matrix, grads: Affine): void {
  backend.matmulTransA(x, dout, grads.w);
  backend.columnSums(dout, grads.b);
}

/** The gradient of the layer's input from the gradient of its output: dx = dout · wᵀ. */
export function affineInputGradient(
  backend: Backend,
  { w }: Affine,
  dout: Matrix,
  dx: Matrix,
): void {
  backend.matmulTransB(dout, w, dx);
}

/** Turns the gradient of a ReLU's output into that of its input, in place. */
export function reluBackward(backend: Backend, activation: Matrix, grad: Matrix): void {
  backend.reluBackward(activation, grad);
}

/**
 * The mean softmax cross-entropy of scores (N × C), with label smoothing if asked for; `dscores`
 * becomes its gradient.
 *
 * @throws {RangeError} If a label is not an integer from 0 to C - 1, or their count is not N.
 */
export function softmaxLoss(
  backend: Backend,
  scores: Matrix,
  labels: Labels,
  dscores: Matrix,
  labelSmoothing = 0,
): number {
  return backend.softmaxLoss(scores, labels, dscores, labelSmoothing);
}
