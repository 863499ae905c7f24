/**
 * Philox4x32-10 (Salmon, Moraes, Dror and Shaw, SC 2011), four blocks at a time: lane l of word w is
 * word w of the block of counter `first` + l.
 */

const ROUNDS: i32 = 10;

/** The four words, where {@linkcode philoxBlocks} leaves them: a thread has its own globals. */
export let word0: v128 = i64x2.splat(0);
export let word1: v128 = i64x2.splat(0);
export let word2: v128 = i64x2.splat(0);
export let word3: v128 = i64x2.splat(0);

/** Computes the blocks of four counters from `first` on, which differ in their lowest word alone. */
export function philoxBlocks(first: i32, key0: i32, key1: i32): void {
  const m0 = i32x4.splat(0xd2511f53), m1 = i32x4.splat(0xcd9e8d57);
  let c0 = v128.add<i32>(i32x4.splat(first), i32x4(0, 1, 2, 3));
  let c1 = i64x2.splat(0), c2 = c1, c3 = c1;
  for (let round = 0; round < ROUNDS; round++) {
    const low0 = v128.extmul_low<u32>(m0, c0), high0 = v128.extmul_high<u32>(m0, c0);
    const low1 = v128.extmul_low<u32>(m1, c2), high1 = v128.extmul_high<u32>(m1, c2);
    const above0 = v128.shuffle<i32>(low0, high0, 1, 3, 5, 7);
    const above1 = v128.shuffle<i32>(low1, high1, 1, 3, 5, 7);
    c0 = v128.xor(v128.xor(above1, c1), i32x4.splat(key0));
    c2 = v128.xor(v128.xor(above0, c3), i32x4.splat(key1));
    c1 = v128.shuffle<i32>(low1, high1, 0, 2, 4, 6);
    c3 = v128.shuffle<i32>(low0, high0, 0, 2, 4, 6);
    key0 += 0x9e3779b9;
    key1 += 0xbb67ae85;
  }
  word0 = c0;
  word1 = c1;
  word2 = c2;
  word3 = c3;
}
