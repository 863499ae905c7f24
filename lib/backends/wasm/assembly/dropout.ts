/** Inverted dropout: which element is dropped depends on the key and on its place alone. */

import { Job } from "./job";
import { philoxBlocks, word0, word1, word2, word3 } from "./philox";
import { lanes } from "./vector";

/** Elements that four blocks of random words serve, 16 bits each. */
const GROUP: i32 = 32;

/** Drops among the elements from `start`, a multiple of GROUP, to `end`. */
export function dropoutRange<T>(j: Job, start: i32, end: i32): void {
  for (let i = start; i < end; i += GROUP) {
    philoxBlocks(i >> 3, j.key0, j.key1);
    const low0 = v128.shuffle<i32>(word0, word1, 0, 4, 1, 5);
    const low1 = v128.shuffle<i32>(word2, word3, 0, 4, 1, 5);
    const high0 = v128.shuffle<i32>(word0, word1, 2, 6, 3, 7);
    const high1 = v128.shuffle<i32>(word2, word3, 2, 6, 3, 7);
    const at = j.out + <usize> i * sizeof<T>(), left = end - i;
    dropEight<T>(j, v128.shuffle<i64>(low0, low1, 0, 2), at, left);
    dropEight<T>(j, v128.shuffle<i64>(low0, low1, 1, 3), at + 8 * sizeof<T>(), left - 8);
    dropEight<T>(j, v128.shuffle<i64>(high0, high1, 0, 2), at + 16 * sizeof<T>(), left - 16);
    dropEight<T>(j, v128.shuffle<i64>(high0, high1, 1, 3), at + 24 * sizeof<T>(), left - 24);
  }
}

/** Drops among eight elements, or the `left` that there are, by one block of random words. */
@inline
function dropEight<T>(j: Job, bits: v128, at: usize, left: i32): void {
  const kept = v128.ge<u16>(bits, i16x8.splat(<i16> j.threshold));
  if (left >= 8) return keepEight<T>(kept, v128.splat<T>(<T> j.alpha), at);
  for (let i = 0; i < left; i++) {
    const value = load<T>(at + i * sizeof<T>());
    const isKept = (v128.bitmask<i16>(kept) >> i) & 1;
    store<T>(at + i * sizeof<T>(), value * (isKept ? <T> j.alpha : <T> 0));
  }
}

@inline
function keepEight<T>(kept: v128, scale: v128, at: usize): void {
  const low = v128.extend_low<i16>(kept), high = v128.extend_high<i16>(kept);
  if (lanes<T>() == 4) {
    keep<T>(low, scale, at);
    keep<T>(high, scale, at + 16);
  } else {
    keep<T>(v128.extend_low<i32>(low), scale, at);
    keep<T>(v128.extend_high<i32>(low), scale, at + 16);
    keep<T>(v128.extend_low<i32>(high), scale, at + 32);
    keep<T>(v128.extend_high<i32>(high), scale, at + 48);
  }
}

@inline
function keep<T>(kept: v128, scale: v128, at: usize): void {
  v128.store(at, v128.mul<T>(v128.load(at), v128.and(scale, kept)));
}
