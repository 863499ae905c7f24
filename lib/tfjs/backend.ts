/**
 * A started backend of TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Matrix } from "../matrix/matrix.ts";
import { ReferenceBackend } from "../backends/reference.ts";
import type { Rows } from "../matrix/rows.ts";
import { checkShape } from "../matrix/shapes.ts";
import { checkOperands, type Elementwise, type Update } from "../backends/updates.ts";
import { TfjsMatrix } from "./device_matrix.ts";
import type { DeviceWatch } from "./device_watch.ts";
import type { TfjsBackendName } from "./names.ts";
import { updated } from "./updates.ts";

/** Turns rows of any kind into float32, by the definition. */
const host = new ReferenceBackend("float32");

/**
 * A backend of TensorFlow.js, made by {@linkcode createTfjsBackend}: uploads, arithmetic on
 * parameters, and reads that tell a failed device from a result.
 *
 * TensorFlow.js has one current backend for the whole program; whatever is computed here first
 * makes this one current, so that nets on different backends may take turns.
 */
export class TfjsBackend implements Elementwise<TfjsMatrix> {
  /** Which backend this is. */
  readonly name: TfjsBackendName;
  /** One line for people: the version, and what computes. */
  readonly description: string;
  readonly #watch: DeviceWatch;

  /** @internal */
  constructor(name: TfjsBackendName, details: string, watch: DeviceWatch) {
    this.name = name;
    this.description = `tfjs:${name}: TensorFlow.js ${tf.version_core}, ${details}`;
    this.#watch = watch;
  }

  /** Whether the device was lost or made an error: the backend then refuses to go on. */
  get failed(): boolean {
    return this.#watch.failed;
  }

  /** A copy of a matrix on the device. */
  from(matrix: Matrix): TfjsMatrix {
    return new TfjsMatrix(this, this.run(() => this.upload(matrix)));
  }

  /** y += alpha · x. */
  addScaled(alpha: number, x: TfjsMatrix, y: TfjsMatrix): void {
    checkShape("x", x, y.rows, y.cols);
    y.replace(this.run(() => tf.add(y.tensor, tf.mul(x.tensor, alpha))));
  }

  /** Zeros in the shape of `x`. */
  zerosLike(x: TfjsMatrix): TfjsMatrix {
    return new TfjsMatrix(this, this.run(() => tf.zerosLike(x.tensor)));
  }

  /** Gives the matrix's memory back. */
  free(x: TfjsMatrix): void {
    x.dispose();
  }

  /** Changes the operands as the update says. */
  update<Coefficients extends readonly number[]>(
    update: Update<Coefficients>,
    coefficients: Coefficients,
    ...operands: TfjsMatrix[]
  ): void {
    checkOperands(update, operands);
    const tensors = operands.map(({ tensor }) => tensor);
    const moved = this.run(() => updated(update, coefficients, tensors));
    moved.forEach((tensor, i) => operands[i + 1].replace(tensor));
  }

  /**
   * Rows as one float32 tensor on the device; call it within {@linkcode TfjsBackend.run}.
   *
   * Pixels are gathered here rather than on the device: TensorFlow.js has no uint8 there, so that
   * CIFAR-10 would take 602 MB; and gathering 200 images takes 1 ms here, 34 ms on wasm.
   *
   * @internal
   */
  upload(rows: Rows): tf.Tensor2D {
    const floats = host.zeros(rows.rows, rows.cols);
    host.gather(rows, floats);
    return tf.tensor2d(floats.data as Float32Array, [rows.rows, rows.cols]);
  }

  /**
   * Computes with this backend; frees every tensor that `compute` makes and does not return.
   *
   * @internal
   */
  run<T extends tf.TensorContainer>(compute: () => T): T {
    this.#watch.check();
    // Synchronous, since the backend was started before.
    if (tf.getBackend() !== this.name) tf.setBackend(this.name);
    try {
      return tf.tidy(compute);
    } catch (error) {
      throw this.#watch.explain(error);
    }
  }

  /**
   * The elements of a tensor.
   *
   * @throws {Error} If the device was lost, or failed in what it computed until now.
   *
   * @internal
   */
  async read(tensor: tf.Tensor): Promise<Float32Array> {
    const elements = await tensor.data<"float32">().catch((error) => {
      throw this.#watch.explain(error);
    });
    this.#watch.check();
    return elements;
  }
}
