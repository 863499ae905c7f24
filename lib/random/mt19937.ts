/**
 * The Mersenne Twister, NumPy's bit generator MT19937, and the uniform draws taken straight from it.
 *
 * Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed
 * uniform pseudo-random number generator", ACM TOMACS 8 (1998).
 *
 * @module
 */

/** Words of the generator's state. */
export const KEY_LENGTH = 624;

const MIDDLE = 397;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;
const TWIST_MATRIX = 0x9908b0df;
const SEED_MULTIPLIER = 1812433253;

/** A Mersenne Twister; draws are 32-bit words, 53-bit fractions and bounded integers. */
export class MT19937 {
  readonly #key = new Int32Array(KEY_LENGTH);
  #position = KEY_LENGTH;

  /** Seeds as NumPy's `_legacy_seeding` does from one integer: with Knuth's linear recurrence. */
  constructor(seed: number) {
    let word = seed | 0;
    for (let i = 0; i < KEY_LENGTH; i++) {
      this.#key[i] = word;
      word = (Math.imul(SEED_MULTIPLIER, word ^ (word >>> 30)) + i + 1) | 0;
    }
  }

  /** The words of the state, as unsigned integers. */
  get key(): number[] {
    return Array.from(this.#key, (word) => word >>> 0);
  }

  /** How many words of the state are used up. */
  get position(): number {
    return this.#position;
  }

  /** Replaces the state; the caller has checked it. */
  restore(key: ArrayLike<number>, position: number): void {
    this.#key.set(key);
    this.#position = position;
  }

  /** 32 random bits, as a signed integer: that is what V8 keeps unboxed. */
  nextInt32(): number {
    if (this.#position === KEY_LENGTH) {
      twist(this.#key);
      this.#position = 0;
    }
    let word = this.#key[this.#position++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return word ^ (word >>> 18);
  }

  /** A multiple of 2**-53 in [0, 1): 27 bits of one word, then 26 of the next. */
  nextDouble(): number {
    const high = this.nextInt32() >>> 5;
    const low = this.nextInt32() >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  }

  /**
   * An integer in [0, `max`], for `max` below 2**32: words under the smallest mask of ones that
   * covers `max`, until one fits. Nothing is drawn for `max` 0.
   */
  nextInteger(max: number): number {
    if (max === 0) return 0;
    const mask = -1 >>> Math.clz32(max);
    let value;
    do value = (this.nextInt32() & mask) >>> 0; while (value > max);
    return value;
  }
}

/** Replaces the words of the state by the next 624, in place. */
function twist(key: Int32Array): void {
  let i = 0;
  for (; i < KEY_LENGTH - MIDDLE; i++) key[i] = key[i + MIDDLE] ^ mixed(key[i], key[i + 1]);
  for (; i < KEY_LENGTH - 1; i++) {
    key[i] = key[i + MIDDLE - KEY_LENGTH] ^ mixed(key[i], key[i + 1]);
  }
  key[i] = key[MIDDLE - 1] ^ mixed(key[i], key[0]);
}

function mixed(upper: number, lower: number): number {
  const word = (upper & UPPER_BIT) | (lower & LOWER_BITS);
  return (word >>> 1) ^ (-(word & 1) & TWIST_MATRIX);
}
