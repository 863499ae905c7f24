/**
 * Which elements dropout drops: a function of the key and the element's place alone, so that every
 * backend and every number of threads drops the same.
 *
 * @module
 */

import { checkInteger, checkNumber } from "../internal/checks.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { philox4x32 } from "../random/philox.ts";

/** Two uint32 that choose a mask. */
export type DropoutKey = readonly [number, number];

/** Steps that a rate is rounded to: 16 random bits an element. */
const STEPS = 65536;

/** Elements that one block of four words serves. */
const BLOCK = 8;

/** The rate below which no element could be kept any more. */
const GREATEST_RATE = (STEPS - 1) / STEPS;

/** Throws a RangeError unless `rate` leaves something to keep. */
export function checkDropoutRate(name: string, rate: unknown): void {
  checkNumber(name, rate, 0, GREATEST_RATE);
}

/** Throws a RangeError unless the rate and both parts of the key are in range. */
export function checkDropout(rate: number, key: DropoutKey): void {
  checkDropoutRate("rate", rate);
  key.forEach((word, i) => checkInteger(`key[${i}]`, word, 0, 2 ** 32 - 1));
}

/** Elements are dropped whose 16 bits are below this. */
export function dropoutThreshold(rate: number): number {
  return Math.round(rate * STEPS);
}

/** The factor on what is kept, 1 / (1 - rate) for the rounded rate: the mean stays what it was. */
export function dropoutScale(rate: number): number {
  return STEPS / (STEPS - dropoutThreshold(rate));
}

/** Inverted dropout by its definition. */
export function dropElements(rate: number, key: DropoutKey, { dtype, data }: Matrix): void {
  const scale = dtype === "float64" ? dropoutScale(rate) : Math.fround(dropoutScale(rate));
  const dropped = isDropped(rate, key);
  for (let i = 0; i < data.length; i++) data[i] *= dropped(i) ? 0 : scale;
}

/** A function that tells whether element i, counted row by row, is dropped; quick for i in order. */
function isDropped(rate: number, key: DropoutKey): (i: number) => boolean {
  const threshold = dropoutThreshold(rate);
  let current = -1, words = [0, 0, 0, 0];
  return (i) => {
    const block = Math.floor(i / BLOCK), place = i % BLOCK;
    if (block !== current) [current, words] = [block, philox4x32([block, 0, 0, 0], key)];
    return ((words[place >> 1] >>> (16 * (place & 1))) & 0xffff) < threshold;
  };
}
