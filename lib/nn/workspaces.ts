/**
 * Memory that a net needs between forward and backward, kept from batch to batch.
 *
 * @module
 */

import type { Backend } from "../backends/backend.ts";
import type { Matrix } from "../matrix/matrix.ts";
import type { TwoLayerParams } from "./params.ts";

/** Batch sizes for which memory is kept: the batch, the parts of the validation set, a spare. */
const KEPT_WORKSPACES = 4;

/** What one batch of N rows needs. */
export class Workspace {
  /** Activations of the hidden layer, N × H. */
  readonly hidden: Matrix;
  /** N × C. */
  readonly scores: Matrix;
  /** d loss / d hidden. */
  readonly dhidden: Matrix;
  /** d loss / d scores. */
  readonly dscores: Matrix;
  readonly #makeInput: () => Matrix;
  #input: Matrix | undefined;

  /** Takes the memory of a batch of `rows` rows. */
  constructor(backend: Backend, { W1, W2 }: TwoLayerParams, rows: number) {
    this.hidden = backend.zeros(rows, W1.cols);
    this.scores = backend.zeros(rows, W2.cols);
    this.dhidden = backend.zeros(rows, W1.cols);
    this.dscores = backend.zeros(rows, W2.cols);
    this.#makeInput = () => backend.zeros(rows, W1.rows);
  }

  /** Room for what dropout leaves of the input, N × D, made when it is first needed. */
  get input(): Matrix {
    return this.#input ??= this.#makeInput();
  }

  /** Gives the memory back. */
  free(backend: Backend): void {
    for (const matrix of [this.hidden, this.scores, this.dhidden, this.dscores]) {
      backend.free(matrix);
    }
    if (this.#input) backend.free(this.#input);
  }
}

/** The workspaces of the batch sizes used last. */
export class Workspaces {
  readonly #backend: Backend;
  readonly #params: TwoLayerParams;
  readonly #kept = new Map<number, Workspace>();

  constructor(backend: Backend, params: TwoLayerParams) {
    this.#backend = backend;
    this.#params = params;
  }

  /** Memory for a batch of `rows` rows: the same at each call, while it is kept. */
  get(rows: number): Workspace {
    const kept = this.#kept.get(rows);
    if (kept) return kept;
    if (this.#kept.size === KEPT_WORKSPACES) this.#dropOldest();
    const workspace = new Workspace(this.#backend, this.#params, rows);
    this.#kept.set(rows, workspace);
    return workspace;
  }

  /** Gives all memory back. */
  free(): void {
    while (this.#kept.size > 0) this.#dropOldest();
  }

  #dropOldest(): void {
    const [rows, workspace] = this.#kept.entries().next().value!;
    workspace.free(this.#backend);
    this.#kept.delete(rows);
  }
}
