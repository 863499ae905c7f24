/**
 * The state of a {@linkcode RandomState} as plain data.
 *
 * @module
 */

import { checkInteger, expectation } from "../internal/checks.ts";
import { KEY_LENGTH } from "./mt19937.ts";

/**
 * The state of a `RandomState`: the fields of NumPy's `get_state()`, fit for `structuredClone` and
 * JSON.
 */
export interface RandomGeneratorState {
  /** The generator of the bits; there is one. */
  bitGenerator: "MT19937";
  /** The 624 words of the Mersenne Twister, each from 0 to 2**32 - 1. */
  key: number[];
  /** How many of the words are used up, 0 to 624. */
  pos: number;
  /** Whether a normal draw is waiting: `randn` makes two at a time. */
  hasGauss: boolean;
  /** The waiting normal draw, 0 when there is none. */
  cachedGaussian: number;
}

/** Throws a RangeError that names the part of the state that cannot be. */
export function checkRandomGeneratorState(state: RandomGeneratorState): void {
  check("state", typeof state === "object" && state !== null, "an object", state);
  const { bitGenerator, key, pos, hasGauss, cachedGaussian } = state;
  check("state.bitGenerator", bitGenerator === "MT19937", '"MT19937"', bitGenerator);
  checkKey(key);
  checkInteger("state.pos", pos, 0, KEY_LENGTH);
  check("state.hasGauss", typeof hasGauss === "boolean", "true or false", hasGauss);
  check("state.cachedGaussian", Number.isFinite(cachedGaussian), "a finite number", cachedGaussian);
}

function checkKey(key: number[]): void {
  const isList = Array.isArray(key) && key.length === KEY_LENGTH;
  check("state.key", isList, `an array of ${KEY_LENGTH} words`, key);
  const bad = key.findIndex((word) => typeof word !== "number" || word !== word >>> 0);
  check(`state.key[${bad}]`, bad === -1, "an integer from 0 to 2**32 - 1", key[bad]);
  // The lower 31 bits of the first word are no part of the recurrence: with no other bit set it
  // yields zeros for ever.
  const lives = key[0] >= 2 ** 31 || key.some((word, i) => i > 0 && word !== 0);
  check("state.key", lives, "words that are not all zero", key);
}

function check(name: string, valid: boolean, expected: string, found: unknown): void {
  if (!valid) throw new RangeError(expectation(name, expected, found));
}
