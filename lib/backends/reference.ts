/**
 * The oracle among the backends: plain loops in ordinary memory, no cleverness.
 *
 * @module
 */

import type { Backend } from "./backend.ts";
import { checkDropout, dropElements, type DropoutKey } from "./dropout.ts";
import { retire } from "./lifetime.ts";
import { addProducts } from "../matrix/add_products.ts";
import { type DType, type FloatArray, Matrix, newFloatArray } from "../matrix/matrix.ts";
import { isPixelRows, type PixelRows, type Rows } from "../matrix/rows.ts";
import { transformImage } from "./reference_transforms.ts";
import { imageShape } from "../matrix/transforms.ts";
import { checkMatmul, checkMatmulTransA, checkMatmulTransB, checkShape } from "../matrix/shapes.ts";
import { softmaxLoss } from "./softmax.ts";
import { ADD_SCALED, applyUpdate, checkOperands, type Update } from "./updates.ts";

/** The reference implementation of {@linkcode Backend}. */
export class ReferenceBackend implements Backend {
  readonly name = "reference";
  readonly threads = 1;
  readonly dtype: DType;
  readonly softmaxLoss = softmaxLoss;

  constructor(dtype: DType = "float64") {
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

  dropout(rate: number, key: DropoutKey, x: Matrix): void {
    checkDropout(rate, key);
    dropElements(rate, key, x);
  }

  sumOfSquares(x: Matrix): number {
    let sum = 0;
    for (let i = 0; i < x.data.length; i++) sum += x.data[i] * x.data[i];
    return sum;
  }

  addScaled(alpha: number, x: Matrix, y: Matrix): void {
    this.update(ADD_SCALED, [alpha], x, y);
  }

  update<C extends readonly number[]>(update: Update<C>, by: C, ...operands: Matrix[]): void {
    checkOperands(update, operands);
    applyUpdate(update, by, operands);
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

/** Σ x_k · y_k, two terms at a time as in {@linkcode addProducts}. */
function dot(x: FloatArray, xAt: number, y: FloatArray, yAt: number, count: number): number {
  let sum = 0, k = 0;
  for (; k + 1 < count; k += 2) {
    sum += x[xAt + k] * y[yAt + k] + x[xAt + k + 1] * y[yAt + k + 1];
  }
  return k === count ? sum : sum + x[xAt + k] * y[yAt + k];
}
