/**
 * What the wasm and native backends share: the memory and every kernel that is not a product.
 *
 * @module
 */

import type { Backend, BackendName } from "../backend.ts";
import type { DType, Matrix } from "../../matrix/matrix.ts";
import { isPixelRows, type PixelRows, type Rows } from "../../matrix/rows.ts";
import { checkLabelCount, checkShape } from "../../matrix/shapes.ts";
import type { Updates } from "../updates.ts";
import { imageShape } from "../../matrix/transforms.ts";
import { retire } from "../lifetime.ts";
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
import { softmaxLoss } from "./softmax.ts";

/** The process's memory, by native addresses. */
export interface NativeMemory {
  /** Where the kernels' memory starts. */
  readonly base: bigint;
  /** Where a view starts; for as long as a call lasts that the view outlives. */
  addressOf(view: Uint8Array): bigint;
}

/** A backend without its products and updates. */
export abstract class FusedKernels implements Omit<Backend, keyof Updates<Matrix> | "dropout"> {
  abstract readonly name: BackendName;
  abstract readonly description: string;
  readonly dtype: DType;
  readonly threads: number;
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

  constructor(dtype: DType, threads: number, { kernels, memory }: KernelInstance) {
    this.dtype = dtype;
    this.threads = threads;
    this.single = dtype === "float32";
    this.kernels = kernels;
    this.memory = new WasmMemory(memory, kernels.heapStart(threads));
    this.pixels = new PixelStage(this.memory, dtype, (...all) => this.#copyPixels(...all));
  }

  abstract matmul(a: Rows, b: Matrix, out: Matrix): void;
  abstract matmulTransA(a: Rows, b: Matrix, out: Matrix): void;
  abstract matmulTransB(a: Rows, b: Matrix, out: Matrix): void;

  zeros(rows: number, cols: number): Matrix {
    return this.memory.matrix(rows, cols, this.dtype);
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

  softmaxLoss(
    scores: Matrix,
    labels: ArrayLike<number>,
    grad: Matrix,
    labelSmoothing = 0,
  ): number {
    checkShape("grad", grad, scores.rows, scores.cols);
    checkLabelCount(labels, scores.rows);
    return softmaxLoss(scores, labels, grad, labelSmoothing);
  }

  sumOfSquares(x: Matrix): number {
    using scope = this.memory.scope();
    const source = this.operand(scope, x);
    return this.kernels.sumOfSquares(this.single, this.threads, source, x.data.length);
  }

  addScaled(alpha: number, x: Matrix, y: Matrix): void {
    checkShape("x", x, y.rows, y.cols);
    const target = this.output("y", y);
    using scope = this.memory.scope();
    const source = this.operand(scope, x);
    this.kernels.addScaled(this.single, this.threads, alpha, source, target, y.data.length);
  }

  [Symbol.dispose](): void {
    this.kernels.dismiss();
    retire(this as unknown as Backend);
  }

  /** The address of an operand, copied for the length of `scope` if need be. */
  protected operand(scope: Scope, matrix: Matrix): number {
    return operandAddress(this.memory, scope, this.dtype, matrix);
  }

  /** The address of a matrix that a kernel writes. */
  protected output(name: string, matrix: Matrix): number {
    return outputAddress(this.memory, this.dtype, name, matrix);
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
