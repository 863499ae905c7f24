/**
 * What the wasm, native and jit backends share: all but how a product is done where another way is
 * faster.
 *
 * @module
 */

import type { Backend, BackendName } from "../backend.ts";
import { checkDropout, type DropoutKey, dropoutScale, dropoutThreshold } from "../dropout.ts";
import { retire } from "../lifetime.ts";
import type { DType, Matrix } from "../../matrix/matrix.ts";
import { isPixelRows, type PixelRows, type Rows } from "../../matrix/rows.ts";
import {
  checkMatmul,
  checkMatmulTransA,
  checkMatmulTransB,
  checkShape,
} from "../../matrix/shapes.ts";
import { imageShape } from "../../matrix/transforms.ts";
import { softmaxLoss } from "../softmax.ts";
import { ADD_SCALED, applyUpdate, checkOperands, type Update, UPDATE_KERNELS } from "../updates.ts";
import type { KernelInstance, Kernels } from "./kernels.ts";
import { type Scope, WasmMemory } from "./memory.ts";
import {
  copyIndex,
  copyPixels,
  copyTransforms,
  operandAddress,
  outputAddress,
} from "./operands.ts";
import { PixelStage } from "./pixel_stage.ts";
import { type Form, type Product, setProduct, sizesOf, slabVectors } from "./products.ts";

/** The process's memory, by native addresses. */
export interface NativeMemory {
  /** Where the kernels' memory starts. */
  readonly base: bigint;
  /** Where a view starts; for as long as a call lasts that the view outlives. */
  addressOf(view: Uint8Array): bigint;
}

/** A backend on the compiled kernels; those that do products in another way override that. */
export abstract class KernelBackend implements Backend {
  abstract readonly name: BackendName;
  abstract readonly description: string;
  readonly dtype: DType;
  readonly threads: number;
  readonly softmaxLoss = softmaxLoss;
  /** The compiled kernels. */
  protected readonly kernels: Kernels;
  /** The memory that they reach. */
  protected readonly memory: WasmMemory;
  /** Brings pixels there. */
  protected readonly pixels: PixelStage;
  /** How memory outside of the kernels' is reached, where it is. */
  protected native?: NativeMemory;
  /** Whether the element type is float32, as the kernels want to be told. */
  protected readonly single: boolean;
  /** Where an update's coefficients and the addresses of its operands go. */
  readonly #coefficients: Float64Array;
  readonly #operands: Uint32Array;

  constructor(dtype: DType, threads: number, { kernels, memory }: KernelInstance) {
    this.dtype = dtype;
    this.threads = threads;
    this.single = dtype === "float32";
    this.kernels = kernels;
    this.memory = new WasmMemory(memory, kernels.heapStart(threads));
    this.pixels = new PixelStage(this.memory, dtype, (...all) => this.#copyPixels(...all));
    this.#coefficients = new Float64Array(memory.buffer, kernels.coefficients(), 8);
    this.#operands = new Uint32Array(memory.buffer, kernels.operands(), 4);
  }

  matmul(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmul(a, b, out);
    this.#product({ transposedA: false, transposedB: false }, a, b, out);
  }

  matmulTransA(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmulTransA(a, b, out);
    this.#product({ transposedA: true, transposedB: false }, a, b, out);
  }

  matmulTransB(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmulTransB(a, b, out);
    this.#product({ transposedA: false, transposedB: true }, a, b, out);
  }

  zeros(rows: number, cols: number): Matrix {
    return this.memory.matrix(rows, cols, this.dtype);
  }

  zerosLike(x: Matrix): Matrix {
    return this.zeros(x.rows, x.cols);
  }

  from(matrix: Matrix): Matrix;
  from(rows: Rows): Rows;
  from(rows: Rows): Rows {
    if (isPixelRows(rows)) return rows.transforms ? this.#floats(rows) : this.pixels.hold(rows);
    const own = rows.dtype === this.dtype && this.memory.addressOf(rows) !== undefined;
    if (own) return rows;
    const copy = this.zeros(rows.rows, rows.cols);
    copy.data.set(rows.data);
    return copy;
  }

  free(rows: Rows): void {
    if (isPixelRows(rows)) this.pixels.free(rows);
    else this.memory.free(rows);
  }

  gather(rows: Rows, out: Matrix): void {
    checkShape("out", out, rows.rows, rows.cols);
    const target = this.output("out", out);
    if (!isPixelRows(rows)) return out.data.set(rows.data);
    const { kernels, single, threads } = this, { cols, transforms } = rows;
    const rowBytes = cols * out.data.BYTES_PER_ELEMENT;
    this.pixels.forEach(rows, ({ start, end, pixels, mean, scale }) => {
      const at = target + start * rowBytes, count = end - start;
      if (!transforms) {
        return kernels.gather(single, threads, pixels, mean, scale, at, count, cols);
      }
      using scope = this.memory.scope();
      const moves = copyTransforms(this.memory, scope, transforms, start, end);
      const { height, width, channels } = imageShape(rows);
      const scratchBytes = kernels.transformBytes(single, height, width, channels);
      const scratch = scope.take(threads * scratchBytes, "images to transform");
      const operands = [pixels, mean, scale, moves, at] as const;
      const sizes = [count, cols, width * channels, channels] as const;
      kernels.gatherTransformed(single, threads, ...operands, ...sizes, scratch, scratchBytes);
    });
  }

  addBias(bias: Matrix, x: Matrix): void {
    this.#addBias(bias, x, false);
  }

  addBiasRelu(bias: Matrix, x: Matrix): void {
    this.#addBias(bias, x, true);
  }

  reluBackward(activation: Matrix, grad: Matrix): void {
    checkShape("activation", activation, grad.rows, grad.cols);
    const target = this.output("grad", grad);
    using scope = this.memory.scope();
    const source = this.operand(scope, activation);
    this.kernels.reluBackward(this.single, this.threads, source, target, grad.data.length);
  }

  columnSums(x: Matrix, out: Matrix): void {
    checkShape("out", out, 1, x.cols);
    const target = this.output("out", out);
    using scope = this.memory.scope();
    const source = this.operand(scope, x);
    this.kernels.columnSums(this.single, this.threads, source, target, x.rows, x.cols);
  }

  sumOfSquares(x: Matrix): number {
    using scope = this.memory.scope();
    const source = this.operand(scope, x);
    return this.kernels.sumOfSquares(this.single, this.threads, source, x.data.length);
  }

  addScaled(alpha: number, x: Matrix, y: Matrix): void {
    this.update(ADD_SCALED, [alpha], x, y);
  }

  /** By the kernel, or else by the definition: loops over the kernels' memory. */
  update<C extends readonly number[]>(update: Update<C>, by: C, ...operands: Matrix[]): void {
    checkOperands(update, operands);
    const [source, ...changed] = operands;
    const outputs = changed.map((matrix, i) => this.output(update.operands[i + 1], matrix));
    if (update.kernel === undefined) return applyUpdate(update, by, operands);
    using scope = this.memory.scope();
    this.#coefficients.set(by);
    this.#operands.set([this.operand(scope, source), ...outputs]);
    const kernel = UPDATE_KERNELS.indexOf(update.kernel);
    this.kernels.update(kernel, this.single, this.threads, source.data.length);
  }

  dropout(rate: number, key: DropoutKey, x: Matrix): void {
    checkDropout(rate, key);
    const { kernels, single, threads } = this, target = this.output("x", x);
    const [threshold, scale] = [dropoutThreshold(rate), dropoutScale(rate)];
    kernels.dropout(single, threads, threshold, scale, key[0], key[1], target, x.data.length);
  }

  [Symbol.dispose](): void {
    this.kernels.dismiss();
    retire(this);
  }

  /** The address of an operand, copied for the length of `scope` if need be. */
  protected operand(scope: Scope, matrix: Matrix): number {
    return operandAddress(this.memory, scope, this.dtype, matrix);
  }

  /** The address of a matrix that a kernel writes. */
  protected output(name: string, matrix: Matrix): number {
    return outputAddress(this.memory, this.dtype, name, matrix);
  }

  /** Does the product that the kernels have been told of, here by themselves; any size may be 0. */
  protected runProduct({ k, m }: Product): void {
    const vectors = slabVectors(k, Math.ceil(m / (this.single ? 4 : 2)));
    using scope = this.memory.scope();
    const slab = scope.take(k * vectors * 16, "a packed operand");
    this.kernels.product(this.threads, slab, vectors);
  }

  /** Does a product of pixels, b and the output by their addresses; part by part here. */
  protected pixelProduct(
    form: Form,
    rows: PixelRows,
    right: number,
    matrix: Matrix,
    target: number,
  ): void {
    if (rows.rows === 0) return void matrix.data.fill(0);
    const { cols: m } = matrix, size = matrix.data.BYTES_PER_ELEMENT;
    this.pixels.forEach(rows, ({ start, end, pixels: a, mean, scale }) => {
      const moved = start * m * size, sizes = sizesOf(form, end - start, rows.cols);
      const [b, out] = form.transposedA ? [right + moved, target] : [right, target + moved];
      const accumulate = form.transposedA && start > 0;
      this.#multiply({ ...form, ...sizes, m, a, mean, scale, b, out, accumulate });
    });
  }

  #product(form: Form, rows: Rows, right: Matrix, matrix: Matrix): void {
    if (isPixelRows(rows) && rows.transforms) {
      const floats = this.from(rows);
      this.#product(form, floats, right, matrix);
      return this.free(floats);
    }
    using scope = this.memory.scope();
    const out = this.output("out", matrix), b = this.operand(scope, right), m = matrix.cols;
    if (isPixelRows(rows)) return this.pixelProduct(form, rows, b, matrix, out);
    const a = this.operand(scope, rows), sizes = sizesOf(form, rows.rows, rows.cols);
    this.#multiply({ ...form, ...sizes, m, a, mean: null, scale: 0, b, out, accumulate: false });
  }

  #multiply(product: Product): void {
    setProduct(this.kernels, this.single, product);
    this.runProduct(product);
  }

  /** Each image by the threads where they reach it, else one after the other here. */
  #copyPixels(rows: PixelRows, start: number, end: number, target: Uint8Array): void {
    if (!this.native) return copyPixels(rows, start, end, target);
    using scope = this.memory.scope();
    const index = copyIndex(this.memory, scope, rows, start, end);
    const images = this.native.addressOf(rows.pixels), out = target.byteOffset;
    const { kernels, threads, native: { base } } = this;
    kernels.copyImages(threads, base, images, index, out, end - start, rows.cols);
  }

  #floats(rows: PixelRows): Matrix {
    const floats = this.memory.unsetMatrix(rows.rows, rows.cols, this.dtype);
    this.gather(rows, floats);
    return floats;
  }

  #addBias(bias: Matrix, x: Matrix, relu: boolean): void {
    checkShape("bias", bias, 1, x.cols);
    const target = this.output("x", x);
    using scope = this.memory.scope();
    const source = this.operand(scope, bias);
    this.kernels.addBias(this.single, this.threads, source, target, x.rows, x.cols, relu);
  }
}
