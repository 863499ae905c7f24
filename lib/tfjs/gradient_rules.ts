/**
 * The rules by which TensorFlow.js differentiates the few kernels that the net is made of.
 *
 * TensorFlow.js has them all, but npm's build of tfjs-core leaves them out: only the package of
 * everything, `@tensorflow/tfjs`, carries them, with 50 others and 240 MB. A program that has loaded
 * it keeps its rules. After tfjs-core/src/gradients, with the transposes of the product stored,
 * since wasm is slow at the transposed product.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";

const RULES: tf.GradConfig[] = [
  {
    kernelName: tf.BatchMatMul, // a · b, neither transposed
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b]) => ({
      a: () => tf.matMul(dy as tf.Tensor, tf.transpose(b)),
      b: () => tf.matMul(tf.transpose(a), dy as tf.Tensor),
    }),
  },
  {
    kernelName: tf.Add,
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b]) => ({
      a: () => unbroadcast(dy as tf.Tensor, a.shape),
      b: () => unbroadcast(dy as tf.Tensor, b.shape),
    }),
  },
  {
    kernelName: tf.Multiply,
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b]) => ({
      a: () => unbroadcast(tf.mul(dy as tf.Tensor, b), a.shape),
      b: () => unbroadcast(tf.mul(dy as tf.Tensor, a), b.shape),
    }),
  },
  {
    kernelName: tf.Relu,
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, tf.step(x)) }),
  },
  {
    kernelName: tf.Square,
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, tf.mul(x, 2)) }),
  },
  {
    kernelName: tf.Sum, // over all elements
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({ x: () => tf.mul(tf.onesLike(x), dy as tf.Tensor) }),
  },
];

/** Registers the rules that are not there. */
export function registerGradientRules(): void {
  for (const rule of RULES) if (!tf.getGradient(rule.kernelName)) tf.registerGradient(rule);
}

/** Sums a gradient over the axes along which its tensor was repeated. */
function unbroadcast(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return tf.reshape(tf.sum(dy, axes), shape);
}
