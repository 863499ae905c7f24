/**
 * Loss and gradients of the two-layer net by TensorFlow.js's automatic differentiation.
 *
 * It shares nothing with the gradients written out, so that each can bear witness for the other.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Batch, LossAndGradients, TwoLayerTensors } from "./two_layer_tensors.ts";

/** Loss and gradients by automatic differentiation of the loss. */
export function autodiffGradients(
  { W1, b1, W2, b2 }: TwoLayerTensors,
  { X, oneHot }: Batch,
  reg: number,
): LossAndGradients {
  const loss = (...[W1, b1, W2, b2]: tf.Tensor[]): tf.Scalar => {
    const hidden = tf.relu(tf.add(tf.matMul(X, W1 as tf.Tensor2D), b1));
    const scores = tf.add(tf.matMul(hidden as tf.Tensor2D, W2 as tf.Tensor2D), b2);
    const dataLoss = tf.losses.softmaxCrossEntropy(oneHot, scores, undefined, 0, tf.Reduction.SUM);
    const squares = tf.add(tf.sum(tf.square(W1)), tf.sum(tf.square(W2)));
    return tf.add(tf.mul(dataLoss, 1 / X.shape[0]), tf.mul(squares, reg));
  };
  const { value, grads } = tf.valueAndGrads(loss)([W1, b1, W2, b2]);
  const [dW1, db1, dW2, db2] = grads as tf.Tensor2D[];
  return { loss: value as tf.Scalar, grads: { W1: dW1, b1: db1, W2: dW2, b2: db2 } };
}
