/**
 * Random streams that depend on nothing but what they are for.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { checkInteger } from "../../internal/checks.ts";
import { RandomState } from "../../matrix/random_state.ts";

/** Throws a RangeError unless `seed` can seed a sampler. */
export function checkSeed(seed: number): void {
  checkInteger("seed", seed, 0, 2 ** 32 - 1);
}

/**
 * The random stream for one purpose within one trial. It is the same in every run, whatever order
 * trials and parameters come in, so resumed and parallel studies draw as sequential ones do.
 */
export function streamFor(seed: number, trial: number, purpose: string): RandomState {
  const digest = createHash("sha256").update(JSON.stringify([seed, trial, purpose])).digest();
  return new RandomState(digest.readUInt32LE(0));
}
