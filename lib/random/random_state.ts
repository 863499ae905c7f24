/**
 * NumPy's legacy random generator, bit for bit.
 *
 * @module
 */

import { allocate } from "../internal/allocate.ts";
import { type Check, checkInteger, checkType, expectation } from "../internal/checks.ts";
import { integer } from "../internal/options.ts";
import { log } from "./log.ts";
import { Matrix } from "../matrix/matrix.ts";
import { MT19937 } from "./mt19937.ts";
import { checkRandomGeneratorState, type RandomGeneratorState } from "./random_generator_state.ts";

const INT32_MIN = -(2 ** 31);
const INT32_LIMIT = 2 ** 31;

/** Throws a RangeError unless `value` is a seed. */
export const checkSeed: Check = integer(0, 2 ** 32 - 1);

/**
 * NumPy's `np.random.RandomState(seed)`, which is also `np.random.seed(seed)` and the functions of
 * `np.random` after it: the same draws, bit for bit, in any mixture of calls. One call for many
 * draws gives what many calls for a few give.
 *
 * Normal draws go through the C library's logarithm in NumPy, so their last bit depends on the
 * machine: these are the draws of Linux on x86-64 with FMA and glibc 2.28 or later. Where the
 * logarithm always rounds correctly, one draw in about 2,700 differs in the last bit. All other
 * draws are the same on every machine.
 *
 * Source: `numpy/random/mtrand.pyx` and `legacy-distributions.c`.
 *
 * @example
 * ```ts
 * import { RandomState } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const rng = new RandomState(0); // np.random.seed(0)
 * assertEquals(rng.randn(2), Float64Array.of(1.764052345967664, 0.4001572083672233));
 * assertEquals(rng.choice(49000, 3), Int32Array.of(45891, 21243, 30403));
 * ```
 */
export class RandomState {
  readonly #bits: MT19937;
  #hasGauss = false;
  #cachedGaussian = 0;

  /**
   * Seeds the generator.
   *
   * @param seed An integer from 0 to 2**32 - 1.
   * @throws {RangeError} If the seed is anything else.
   */
  constructor(seed: number) {
    checkSeed("seed", seed);
    this.#bits = new MT19937(seed);
  }

  /**
   * `n` draws from the standard normal distribution.
   *
   * @throws {RangeError} If a size is not an integer of at least 0.
   */
  randn(n: number): Float64Array<ArrayBuffer>;
  /** A matrix of draws from the standard normal distribution, in float64. */
  randn(rows: number, cols: number): Matrix;
  randn(rows: number, cols?: number): Float64Array<ArrayBuffer> | Matrix {
    if (cols === undefined) {
      checkInteger("n", rows, 0);
      return this.#fillNormal(allocate("n", rows, Float64Array));
    }
    const matrix = Matrix.zeros(rows, cols);
    this.#fillNormal(matrix.data);
    return matrix;
  }

  /**
   * `n` draws from the uniform distribution on [0, 1), multiples of 2**-53.
   *
   * @throws {RangeError} If `n` is not an integer of at least 0.
   */
  rand(n: number): Float64Array<ArrayBuffer> {
    checkInteger("n", n, 0);
    const draws = allocate("n", n, Float64Array);
    for (let i = 0; i < n; i++) draws[i] = this.#bits.nextDouble();
    return draws;
  }

  /**
   * `size` integers from `low` up to, not including, `high`, all equally likely.
   *
   * Bounds beyond int32 are refused: NumPy widens the result to int64 there.
   *
   * @throws {RangeError} Unless -2**31 <= low < high <= 2**31 and `size` is an integer of at least 0.
   */
  randint(low: number, high: number, size: number): Int32Array<ArrayBuffer> {
    checkInteger("low", low, INT32_MIN, INT32_LIMIT - 1);
    checkInteger("high", high, INT32_MIN + 1, INT32_LIMIT);
    if (high <= low) throw new RangeError(expectation("high", `greater than low = ${low}`, high));
    checkInteger("size", size, 0);
    return this.#fillIntegers(low, high - 1 - low, size);
  }

  /**
   * `size` integers from 0 to n - 1, with replacement: NumPy's `choice(n, size)`.
   *
   * @throws {RangeError} If `n` is not an integer from 1 to 2**31 (or 0, when `size` is 0), or
   * `size` not an integer of at least 0.
   */
  choice(n: number, size: number): Int32Array<ArrayBuffer> {
    checkInteger("size", size, 0);
    checkInteger("n", n, size === 0 ? 0 : 1, INT32_LIMIT);
    return this.#fillIntegers(0, n - 1, size);
  }

  /**
   * The integers from 0 to n - 1 in random order.
   *
   * @throws {RangeError} If `n` is not an integer from 0 to 2**31 - 1.
   */
  permutation(n: number): Int32Array<ArrayBuffer> {
    checkInteger("n", n, 0, INT32_LIMIT - 1);
    const order = allocate("n", n, Int32Array);
    for (let i = 0; i < n; i++) order[i] = i;
    this.shuffle(order);
    return order;
  }

  /**
   * Brings the elements of `array` into random order, in place.
   *
   * @throws {TypeError} If it is neither an array nor a typed array.
   */
  shuffle<T>(array: { readonly length: number; [index: number]: T }): void {
    checkShuffleTarget(array);
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.#bits.nextInteger(i);
      const element = array[i];
      array[i] = array[j];
      array[j] = element;
    }
  }

  /** The state, to be kept and given to {@linkcode RandomState.setState}: a copy, plain data. */
  getState(): RandomGeneratorState {
    return {
      bitGenerator: "MT19937",
      key: this.#bits.key,
      pos: this.#bits.position,
      hasGauss: this.#hasGauss,
      cachedGaussian: this.#cachedGaussian,
    };
  }

  /**
   * Goes on from a state of {@linkcode RandomState.getState}, or of NumPy's.
   *
   * @throws {RangeError} If a part of the state cannot be; the message names it, and nothing changes.
   */
  setState(state: RandomGeneratorState): void {
    checkRandomGeneratorState(state);
    this.#bits.restore(state.key, state.pos);
    this.#hasGauss = state.hasGauss;
    this.#cachedGaussian = state.cachedGaussian;
  }

  /**
   * Marsaglia's polar method: pairs of normals, the second of which is kept for the next draw.
   * NumPy's `legacy_gauss`.
   */
  #fillNormal<T extends Matrix["data"]>(out: T): T {
    const bits = this.#bits;
    const n = out.length;
    let i = 0;
    if (this.#hasGauss && n > 0) {
      out[i++] = this.#cachedGaussian;
      this.#hasGauss = false;
      this.#cachedGaussian = 0;
    }
    while (i < n) {
      let x, y, square;
      do {
        x = 2 * bits.nextDouble() - 1;
        y = 2 * bits.nextDouble() - 1;
        square = x * x + y * y;
      } while (square >= 1 || square === 0);
      const factor = Math.sqrt(-2 * log(square) / square);
      out[i++] = factor * y;
      if (i < n) {
        out[i++] = factor * x;
      } else {
        this.#hasGauss = true;
        this.#cachedGaussian = factor * x;
      }
    }
    return out;
  }

  #fillIntegers(low: number, span: number, size: number): Int32Array<ArrayBuffer> {
    const draws = allocate("size", size, Int32Array);
    for (let i = 0; i < size; i++) draws[i] = low + this.#bits.nextInteger(span);
    return draws;
  }
}

function checkShuffleTarget(array: unknown): void {
  const isList = Array.isArray(array) ||
    (ArrayBuffer.isView(array) && !(array instanceof DataView));
  checkType("array", array, "an array or a typed array", isList);
  checkType("array", array, "an array that is not frozen", !Object.isFrozen(array));
}
