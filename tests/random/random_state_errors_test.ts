import { assertEquals, assertThrows } from "@std/assert";
import { type RandomGeneratorState, RandomState } from "two-layer-net";

const int32 = "an integer from -2147483648 to 2147483647";
const rng = new RandomState(0);

const REFUSED: [call: () => unknown, message: string][] = [
  [() => new RandomState(-1), "Expected seed to be an integer from 0 to 4294967295 but found -1"],
  [
    () => new RandomState(2 ** 32),
    "Expected seed to be an integer from 0 to 4294967295 but found 4294967296",
  ],
  [() => new RandomState(1.5), "Expected seed to be an integer from 0 to 4294967295 but found 1.5"],
  [() => new RandomState(NaN), "Expected seed to be an integer from 0 to 4294967295 but found NaN"],
  [() => rng.randn(-1), "Expected n to be an integer of at least 0 but found -1"],
  [() => rng.randn(2, -1), "Expected cols to be an integer of at least 0 but found -1"],
  [() => rng.randn(0.5, 2), "Expected rows to be an integer of at least 0 but found 0.5"],
  [() => rng.rand(2.5), "Expected n to be an integer of at least 0 but found 2.5"],
  [() => rng.randint(5, 5, 1), "Expected high to be greater than low = 5 but found 5"],
  [() => rng.randint(5, -5, 0), "Expected high to be greater than low = 5 but found -5"],
  [() => rng.randint(0.5, 5, 1), `Expected low to be ${int32} but found 0.5`],
  [() => rng.randint(-(2 ** 31) - 1, 5, 1), `Expected low to be ${int32} but found -2147483649`],
  [
    () => rng.randint(0, 2 ** 31 + 1, 1),
    "Expected high to be an integer from -2147483647 to 2147483648 but found 2147483649",
  ],
  [() => rng.randint(0, 5, -1), "Expected size to be an integer of at least 0 but found -1"],
  [() => rng.choice(0, 1), "Expected n to be an integer from 1 to 2147483648 but found 0"],
  [() => rng.choice(-1, 0), "Expected n to be an integer from 0 to 2147483648 but found -1"],
  [
    () => rng.choice(2 ** 31 + 1, 1),
    "Expected n to be an integer from 1 to 2147483648 but found 2147483649",
  ],
  [() => rng.choice(5, NaN), "Expected size to be an integer of at least 0 but found NaN"],
  [() => rng.permutation(-1), "Expected n to be an integer from 0 to 2147483647 but found -1"],
  [
    () => rng.permutation(2 ** 31),
    "Expected n to be an integer from 0 to 2147483647 but found 2147483648",
  ],
];

for (const [call, message] of REFUSED) {
  Deno.test(`refused before anything is drawn: ${message}`, () => {
    const before = rng.getState();
    assertEquals(assertThrows(call, RangeError).message, message);
    assertEquals(rng.getState(), before);
  });
}

Deno.test("shuffle refuses what is no array", () => {
  for (const target of ["abc", new DataView(new ArrayBuffer(2)), { length: 2, 0: "a", 1: "b" }]) {
    assertThrows(
      () => rng.shuffle(target as never),
      TypeError,
      "Expected array to be an array or a typed array but found",
    );
  }
});

const WORDS = new Array<number>(624).fill(1);
const BAD_STATES: [part: unknown, message: string][] = [
  [{ bitGenerator: "PCG64" }, 'Expected state.bitGenerator to be "MT19937" but found "PCG64"'],
  [{ key: undefined }, "Expected state.key to be an array of 624 words but found undefined"],
  [{ key: [1, 2] }, "Expected state.key to be an array of 624 words but found [ 1, 2 ]"],
  [
    { key: WORDS.with(5, -1) },
    "Expected state.key[5] to be an integer from 0 to 2**32 - 1 but found -1",
  ],
  [
    { key: WORDS.with(0, 2 ** 32) },
    "Expected state.key[0] to be an integer from 0 to 2**32 - 1 but found 4294967296",
  ],
  [
    { key: new Array(624) },
    "Expected state.key[0] to be an integer from 0 to 2**32 - 1 but found undefined",
  ],
  [
    { key: WORDS.map((_, i) => i === 0 ? 2 ** 31 - 1 : 0) },
    "Expected state.key to be words that are not all zero but found [ 2147483647, 0, 0, 0, ... 620 more items ]",
  ],
  [{ pos: 625 }, "Expected state.pos to be an integer from 0 to 624 but found 625"],
  [{ pos: "0" }, 'Expected state.pos to be an integer from 0 to 624 but found "0"'],
  [{ hasGauss: 1 }, "Expected state.hasGauss to be true or false but found 1"],
  [{ cachedGaussian: null }, "Expected state.cachedGaussian to be a finite number but found null"],
];

for (const [part, message] of BAD_STATES) {
  Deno.test(`refused by setState, which changes nothing: ${message}`, () => {
    const before = rng.getState();
    const state = { ...before, ...part as Partial<RandomGeneratorState> };
    assertEquals(assertThrows(() => rng.setState(state), RangeError).message, message);
    assertEquals(rng.getState(), before);
  });
}

Deno.test("setState refuses null by name", () => {
  assertThrows(
    () => rng.setState(null as unknown as RandomGeneratorState),
    RangeError,
    "Expected state to be an object but found null",
  );
});
