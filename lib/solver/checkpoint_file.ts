/**
 * A run of training as safetensors: arrays by group and name, the rest as metadata.
 *
 * @module
 */

import { expectation } from "../internal/checks.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { RandomGeneratorState } from "../random/random_generator_state.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Tensor,
  type TensorFile,
} from "../matrix/safetensors.ts";
import type { RunDescription } from "./run_description.ts";
import type { StoredParams } from "./stored_params.ts";

const FORMAT = "two-layer-net checkpoint 2";
/** The content of a checkpoint. */
export interface Checkpoint {
  /** Number of steps made. */
  readonly step: number;
  /** Number of updates that the update rule has made. */
  readonly optimizerStep: number;
  /** State of the random generator. */
  readonly rng: RandomGeneratorState;
  /** What the run depends on. */
  readonly description: RunDescription;
  /** Parameters by group: "params", "optimizer.SLOT", "average", "best". */
  readonly groups: Readonly<Record<string, StoredParams>>;
  /** Lists of numbers: "history.loss" and so on, "batches.pending". */
  readonly lists: Readonly<Record<string, ArrayLike<number>>>;
}

/** The bytes of a checkpoint. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { groups, lists, ...rest } = checkpoint;
  const tensors: Record<string, Tensor> = {};
  for (const [group, params] of Object.entries(groups)) {
    for (const [name, { rows, cols, data }] of Object.entries(params)) {
      tensors[`${group}/${name}`] = { shape: [rows, cols], data };
    }
  }
  for (const [name, list] of Object.entries(lists)) {
    tensors[name] = { shape: [list.length], data: Float64Array.from(list) };
  }
  return encodeSafetensors({ tensors, metadata: { format: FORMAT, state: JSON.stringify(rest) } });
}

/**
 * Reads a checkpoint.
 *
 * @param name What errors call the file.
 * @throws {TypeError} If the bytes are something else, or no longer what was written.
 */
export function decodeCheckpoint(bytes: Uint8Array, name: string): Checkpoint {
  const { tensors, metadata, isVerified } = decodeSafetensors(bytes, name);
  if (metadata.format !== FORMAT || !isVerified) {
    const found = metadata.format ?? "other tensors";
    throw new TypeError(expectation(name, `a "${FORMAT}" with a digest`, found));
  }
  return { ...JSON.parse(metadata.state), ...sortTensors(tensors) };
}

function sortTensors(tensors: TensorFile["tensors"]): Pick<Checkpoint, "groups" | "lists"> {
  const groups: Record<string, Record<string, Matrix>> = {};
  const lists: Record<string, ArrayLike<number>> = {};
  for (const [key, { shape, data }] of Object.entries(tensors)) {
    const slash = key.indexOf("/");
    if (slash < 0) lists[key] = data;
    else {(groups[key.slice(0, slash)] ??= {})[key.slice(slash + 1)] = new Matrix(
        ...pair(shape),
        data,
      );}
  }
  return { groups, lists };
}

function pair([rows, cols]: readonly number[]): [number, number] {
  return [rows, cols];
}
