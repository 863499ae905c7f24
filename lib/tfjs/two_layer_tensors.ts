/**
 * What the two ways to a gradient have in common.
 *
 * @module
 */

import type { Scalar, Tensor2D } from "@tensorflow/tfjs";

/** The parameters of a two-layer net, or their gradients: D inputs, H hidden units, C classes. */
export interface TwoLayerTensors {
  /** D × H. */
  W1: Tensor2D;
  /** 1 × H. */
  b1: Tensor2D;
  /** H × C. */
  W2: Tensor2D;
  /** 1 × C. */
  b2: Tensor2D;
  [name: string]: Tensor2D;
}

/** A batch on the device. */
export interface Batch {
  /** Inputs, N × D. */
  X: Tensor2D;
  /** Labels, N × C: 1 at the row's class, else 0. */
  oneHot: Tensor2D;
}

/** A loss and its gradients on the device. */
export interface LossAndGradients {
  /** Mean cross-entropy and regularisation. */
  loss: Scalar;
  /** d loss / d parameter. */
  grads: TwoLayerTensors;
  [name: string]: Scalar | TwoLayerTensors;
}

/** Computes loss and gradients: softmax cross-entropy (mean) + reg · (ΣW1² + ΣW2²). */
export type GradientMethod = (
  params: TwoLayerTensors,
  batch: Batch,
  reg: number,
) => LossAndGradients;
