/**
 * Matrices on the device of a TensorFlow.js backend.
 *
 * @module
 */

import { checkMethods, checkType } from "../internal/checks.ts";
import type { Tensor2D } from "@tensorflow/tfjs";
import { checkMatrix, Matrix } from "../matrix/matrix.ts";
import { checkShape } from "../matrix/shapes.ts";
import type { TfjsBackend } from "./backend.ts";

interface Cell {
  tensor: Tensor2D;
}

/** Frees the tensors of matrices that were forgotten rather than disposed of. */
const forgotten = new FinalizationRegistry<Cell>((cell) => cell.tensor.dispose());

/**
 * A float32 matrix on a device: what a {@linkcode TfjsTwoLayerNet} keeps its parameters and
 * gradients in.
 *
 * Its memory is given back by {@linkcode TfjsMatrix.dispose}, or else when it is garbage-collected.
 *
 * @example
 * ```ts
 * import { Matrix } from "two-layer-net";
 * import { createTfjsBackend } from "two-layer-net/tfjs";
 * import { assertEquals } from "@std/assert";
 *
 * const backend = await createTfjsBackend("wasm");
 * using m = backend.from(Matrix.from([[1, 2], [3, 4]]));
 * assertEquals((await m.read()).toArray(), [[1, 2], [3, 4]]);
 * ```
 */
export class TfjsMatrix implements Disposable {
  /** Where the matrix lives. */
  readonly backend: TfjsBackend;
  /** Number of rows. */
  readonly rows: number;
  /** Number of columns. */
  readonly cols: number;
  readonly #cell: Cell;

  /**
   * Takes over a tensor of the backend.
   *
   * @internal
   */
  constructor(backend: TfjsBackend, tensor: Tensor2D) {
    checkMethods("backend", backend, "one from createTfjsBackend", ["run", "read"]);
    checkTensor("tensor", tensor);
    this.backend = backend;
    [this.rows, this.cols] = tensor.shape;
    this.#cell = { tensor };
    forgotten.register(this, this.#cell, this);
  }

  /**
   * The elements as they are now; an update puts another tensor in its place.
   *
   * @throws {Error} If the matrix was disposed of.
   *
   * @internal
   */
  get tensor(): Tensor2D {
    const { tensor } = this.#cell;
    if (!tensor.isDisposed) return tensor;
    throw new Error(
      `This ${this.rows} × ${this.cols} matrix on tfjs:${this.backend.name} was disposed of, by ` +
        "itself or with its net. Keep them for as long as they are used",
    );
  }

  /**
   * Takes over a tensor of the same shape as the new elements, and frees the old ones.
   *
   * @internal
   */
  replace(tensor: Tensor2D): void {
    checkTensor("tensor", tensor);
    this.tensor.dispose();
    this.#cell.tensor = tensor;
  }

  /**
   * The elements, copied from the device into a float32 matrix.
   *
   * @throws {Error} If the device was lost, or failed.
   */
  async read(): Promise<Matrix> {
    return new Matrix(this.rows, this.cols, await this.backend.read(this.tensor));
  }

  /**
   * Gives the elements the values of a matrix of the same shape.
   *
   * @throws {RangeError} If the shapes differ.
   */
  write(source: Matrix): void {
    checkMatrix("source", source);
    checkShape("source", source, this.rows, this.cols);
    this.replace(this.backend.run(() => this.backend.upload(source)));
  }

  /** Gives the device's memory back; the matrix must not be used again. */
  dispose(): void {
    forgotten.unregister(this);
    this.#cell.tensor.dispose();
  }

  /** {@linkcode TfjsMatrix.dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}

function checkTensor(name: string, value: unknown): void {
  checkMethods(name, value, "a tensor of two dimensions", ["dispose", "data"]);
  const { shape } = value as Tensor2D;
  checkType(name, value, "a tensor of two dimensions", shape.length === 2);
}
