/**
 * Random streams that depend on nothing but what they are for.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { RandomState } from "../../random/random_state.ts";

/**
 * The random stream for one purpose within one trial. It is the same in every run, whatever order
 * trials and parameters come in, so resumed and parallel studies draw as sequential ones do.
 */
export function streamFor(seed: number, trial: number, purpose: string): RandomState {
  const digest = createHash("sha256").update(JSON.stringify([seed, trial, purpose])).digest();
  return new RandomState(digest.readUInt32LE(0));
}
