/**
 * Philox4x32-10, a counter-based random generator: any block of the stream can be had at once, by
 * any thread.
 *
 * Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 *
 * @module
 */

const ROUNDS = 10;
const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57];
const KEY_STEPS = [0x9e3779b9, 0xbb67ae85];

/** Four 32-bit words. */
export type Words = [number, number, number, number];

/** The block of four uint32 that belongs to a counter (four uint32) and a key (two uint32). */
export function philox4x32(counter: Words, key: readonly [number, number]): Words {
  let [c0, c1, c2, c3] = counter, [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    [c0, c1, c2, c3] = [
      (high(MULTIPLIERS[1], c2) ^ c1 ^ k0) >>> 0,
      Math.imul(MULTIPLIERS[1], c2) >>> 0,
      (high(MULTIPLIERS[0], c0) ^ c3 ^ k1) >>> 0,
      Math.imul(MULTIPLIERS[0], c0) >>> 0,
    ];
    [k0, k1] = [(k0 + KEY_STEPS[0]) >>> 0, (k1 + KEY_STEPS[1]) >>> 0];
  }
  return [c0, c1, c2, c3];
}

/** The upper 32 bits of a · b; no part of the sum exceeds 2^53. */
function high(a: number, b: number): number {
  const low = (a & 0xffff) * b; // < 2^48
  return Math.floor(((a >>> 16) * b + Math.floor(low / 65536)) / 65536);
}
