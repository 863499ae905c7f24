/**
 * The oracle among the backends: plain loops in ordinary memory, no cleverness.
 *
 * @module
 */

import type { Backend } from "./backend.ts";
import { retire } from "./lifetime.ts";
import { type DType, type FloatArray, Matrix, newFloatArray } from "../matrix/matrix.ts";
import { transformImage } from "./reference_transforms.ts";
import { ReferenceUpdates } from "./reference_updates.ts";
import { isPixelRows, type PixelRows, type Rows } from "../matrix/rows.ts";
import { imageShape } from "../matrix/transforms.ts";
import {
  checkLabelCount,
  checkMatmul,
  checkMatmulTransA,
  checkMatmulTransB,
  checkShape,
} from "../matrix/shapes.ts";

/** The reference implementation of {@linkcode Backend}. */
export class ReferenceBackend extends ReferenceUpdates implements Backend {
  readonly name = "reference";
  readonly threads = 1;
  readonly dtype: DType;

  constructor(dtype: DType = "float64") {
    super();
    this.dtype = dtype;
  }

  get description(): string {
    return `reference: plain TypeScript loops, ${this.dtype}, 1 thread`;
  }

  zeros(rows: number, cols: number): Matrix {
    return Matrix.zeros(rows, cols, this.dtype);
  }

  zerosLike(x: Matrix): Matrix {
    return this.zeros(x.rows, x.cols);
  }

  from(matrix: Matrix): Matrix;
  from(rows: Rows): Rows;
  from(rows: Rows): Rows {
    if (isPixelRows(rows)) return rows.transforms ? this.#floats(rows) : rows;
    return rows.dtype === this.dtype ? rows : rows.clone(this.dtype);
  }

  free(_rows: Rows): void {}

  gather(rows: Rows, out: Matrix): void {
    checkShape("out", out, rows.rows, rows.cols);
    if (!isPixelRows(rows)) return out.data.set(rows.data);
    if (rows.transforms) return gatherTransformed(rows, rows.transforms, out);
    for (let i = 0; i < rows.rows; i++) gatherRow(rows, i, out.row(i));
  }

  matmul(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmul(a, b, out);
    const x = this.#floats(a).data, inner = a.cols;
    out.data.fill(0);
    for (let i = 0; i < a.rows; i++) {
      addProducts(x, i * inner, 1, inner, b, out.data, i * b.cols);
    }
  }

  matmulTransA(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmulTransA(a, b, out);
    const x = this.#floats(a).data;
    out.data.fill(0);
    for (let i = 0; i < a.cols; i++) {
      addProducts(x, i, a.cols, a.rows, b, out.data, i * b.cols);
    }
  }

  matmulTransB(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmulTransB(a, b, out);
    const x = this.#floats(a).data, inner = a.cols;
    for (let i = 0; i < a.rows; i++) {
      for (let j = 0; j < b.rows; j++) {
        out.data[i * b.rows + j] = dot(x, i * inner, b.data, j * inner, inner);
      }
    }
  }

  addBias(bias: Matrix, x: Matrix): void {
    checkShape("bias", bias, 1, x.cols);
    for (let i = 0; i < x.data.length; i++) x.data[i] += bias.data[i % x.cols];
  }

  addBiasRelu(bias: Matrix, x: Matrix): void {
    this.addBias(bias, x);
    for (let i = 0; i < x.data.length; i++) if (x.data[i] < 0) x.data[i] = 0;
  }

  reluBackward(activation: Matrix, grad: Matrix): void {
    checkShape("activation", activation, grad.rows, grad.cols);
    for (let i = 0; i < grad.data.length; i++) if (activation.data[i] <= 0) grad.data[i] = 0;
  }

  columnSums(x: Matrix, out: Matrix): void {
    checkShape("out", out, 1, x.cols);
    out.data.fill(0);
    for (let i = 0; i < x.data.length; i++) out.data[i % x.cols] += x.data[i];
  }

  softmaxLoss(
    scores: Matrix,
    labels: ArrayLike<number>,
    grad: Matrix,
    labelSmoothing = 0,
  ): number {
    checkShape("grad", grad, scores.rows, scores.cols);
    checkLabelCount(labels, scores.rows);
    let loss = 0;
    for (let i = 0; i < scores.rows; i++) {
      loss += softmaxRow(scores.row(i), labels[i], grad.row(i), scores.rows, labelSmoothing);
    }
    return loss / scores.rows;
  }

  sumOfSquares(x: Matrix): number {
    let sum = 0;
    for (let i = 0; i < x.data.length; i++) sum += x.data[i] * x.data[i];
    return sum;
  }

  addScaled(alpha: number, x: Matrix, y: Matrix): void {
    checkShape("x", x, y.rows, y.cols);
    for (let i = 0; i < y.data.length; i++) y.data[i] += alpha * x.data[i];
  }

  [Symbol.dispose](): void {
    retire(this);
  }

  #floats(rows: Rows): Matrix {
    if (!isPixelRows(rows)) return rows;
    const floats = this.zeros(rows.rows, rows.cols);
    this.gather(rows, floats);
    return floats;
  }
}

/** Row i before any transform. */
function gatherRow(
  { cols, pixels, index, mean, scale }: PixelRows,
  i: number,
  to: FloatArray,
): void {
  const image = (index ? index[i] : i) * cols;
  for (let j = 0; j < cols; j++) to[j] = pixels[image + j] - mean[j];
  if (scale) { for (let j = 0; j < cols; j++) to[j] *= scale[j]; }
}

function gatherTransformed(rows: PixelRows, transforms: Int32Array, out: Matrix): void {
  const shape = imageShape(rows), image = newFloatArray(out.dtype, rows.cols);
  for (let i = 0; i < rows.rows; i++) {
    gatherRow(rows, i, image);
    transformImage(image, transforms, i, shape, out.dtype, out.row(i));
  }
}

/**
 * z[at …] += Σ x_k · (row k of y), for `count` values x_k from `start` on, `stride` apart.
 *
 * Two terms are added at a time, here and in {@linkcode dot}. That halves the traffic with z; and
 * the last bits then happen to fall as in the original, whose BLAS used fused multiply-adds: all
 * four printed errors of its gradient check come out to the last digit (one at a time: b2's is
 * 4.447646e-11, not 4.447625e-11).
 */
function addProducts(
  x: FloatArray,
  start: number,
  stride: number,
  count: number,
  y: Matrix,
  z: FloatArray,
  at: number,
): void {
  const cols = y.cols, v = y.data;
  let k = 0;
  for (; k + 1 < count; k += 2) {
    const x0 = x[start + k * stride], x1 = x[start + (k + 1) * stride], row = k * cols;
    for (let j = 0; j < cols; j++) z[at + j] += x0 * v[row + j] + x1 * v[row + cols + j];
  }
  if (k === count) return;
  const last = x[start + k * stride];
  for (let j = 0; j < cols; j++) z[at + j] += last * v[k * cols + j];
}

/** Σ x_k · y_k. */
function dot(x: FloatArray, xAt: number, y: FloatArray, yAt: number, count: number): number {
  let sum = 0, k = 0;
  for (; k + 1 < count; k += 2) {
    sum += x[xAt + k] * y[yAt + k] + x[xAt + k + 1] * y[yAt + k + 1];
  }
  return k === count ? sum : sum + x[xAt + k] * y[yAt + k];
}

/**
 * Writes (softmax(scores) - target) / count into `grad`; returns -Σ target · log(softmax), the target
 * being 1 at the label, less what smoothing spreads over all classes.
 */
function softmaxRow(
  scores: FloatArray,
  label: number,
  grad: FloatArray,
  count: number,
  smoothing: number,
): number {
  const share = smoothing / scores.length;
  let max = -Infinity, sum = 0;
  for (const score of scores) max = Math.max(max, score);
  const exps = Float64Array.from(scores, (score) => Math.exp(score - max));
  for (const e of exps) sum += e;
  exps.forEach((e, j) => {
    grad[j] = (e / sum - (j === label ? 1 - smoothing + share : share)) / count;
  });
  if (smoothing === 0) return -Math.log(exps[label] / sum);
  const surprise = (score: number) => Math.log(sum) - (score - max);
  let total = 0;
  for (const score of scores) total += surprise(score);
  return (1 - smoothing) * surprise(scores[label]) + share * total;
}
