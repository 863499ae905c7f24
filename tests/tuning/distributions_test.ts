import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  categoricalDistribution,
  type Distribution,
  floatDistribution,
  intDistribution,
  type ParamValue,
} from "two-layer-net";
import {
  contains,
  fromNumber,
  fromSearchScale,
  isSingle,
  searchBounds,
  toNumber,
} from "../../lib/tuning/distributions.ts";

const REFUSED: [string, () => unknown, string][] = [
  [
    "a range out of order",
    () => floatDistribution(1, 0),
    "Expected high to be a finite number of at least 1 but found 0",
  ],
  ["a bound that is not finite", () => floatDistribution(-Infinity, 0), "Expected low"],
  [
    "log from 0",
    () => floatDistribution(0, 1, { log: true }),
    "Expected low of a log range to be a finite number greater than 0 but found 0",
  ],
  ["log from below 0", () => floatDistribution(-1, 1, { log: true }), "found -1"],
  [
    "log with a step",
    () => floatDistribution(1, 2, { log: true, step: 1 }),
    "left out but found 1",
  ],
  ["a step of 0", () => floatDistribution(0, 1, { step: 0 }), "Expected step"],
  [
    "a step that does not fit",
    () => floatDistribution(0, 1, { step: 0.3 }),
    "Expected high to be a whole number of steps of 0.3 above 0",
  ],
  [
    "an integer range out of order",
    () => intDistribution(3, 2),
    "Expected high to be an integer of at least 3 but found 2",
  ],
  [
    "a fractional bound",
    () => intDistribution(0.5, 2),
    "Expected low to be an integer",
  ],
  [
    "an integer log from 0",
    () => intDistribution(0, 8, { log: true }),
    "Expected low to be an integer of at least 1 but found 0",
  ],
  [
    "an integer log with a step",
    () => intDistribution(1, 9, { log: true, step: 2 }),
    "1 but found 2",
  ],
  [
    "an integer step that does not fit",
    () => intDistribution(1, 10, { step: 4 }),
    "as 9 and 13 are, but found 10",
  ],
  [
    "no choices",
    () => categoricalDistribution([]),
    "Expected choices to be a list of one or more values",
  ],
  [
    "a choice that comes twice",
    () => categoricalDistribution(["a", "b", "a"]),
    'Expected choices[2] to be unlike the values before it but found "a"',
  ],
  ["a choice that is no value", () => categoricalDistribution([NaN]), "Expected choices[0]"],
];

for (const [what, make, message] of REFUSED) {
  Deno.test(`a distribution refuses ${what}`, () => {
    assertThrows(make, RangeError, message);
  });
}

const DISTRIBUTIONS: [Distribution, ParamValue[], ParamValue[]][] = [
  [floatDistribution(-1, 2), [-1, 0.5, 2], [-1.1, 2.1, "0", null]],
  [floatDistribution(0, 1, { step: 0.1 }), [0, 0.1 * 3, 0.7, 1], [0.15, 1.1]],
  [floatDistribution(1e-4, 1, { log: true }), [1e-4, 0.01, 1], [0, 1.1]],
  [intDistribution(1, 9, { step: 2 }), [1, 3, 9], [2, 1.5, 11]],
  [intDistribution(8, 512, { log: true }), [8, 100, 512], [7, 8.5]],
  [categoricalDistribution(["a", 1, true, null]), ["a", 1, true, null], ["b", false, "1"]],
];

Deno.test("contains tells the values of a distribution from others", () => {
  for (const [distribution, inside, outside] of DISTRIBUTIONS) {
    for (const value of inside) assert(contains(distribution, value), `${value}`);
    for (const value of outside) assert(!contains(distribution, value), `${value}`);
  }
});

Deno.test("values survive the way to a number and back", () => {
  for (const [distribution, inside] of DISTRIBUTIONS) {
    for (const value of inside) {
      assertEquals(fromNumber(distribution, toNumber(distribution, value)), value);
    }
  }
});

Deno.test("whatever lies within the search bounds becomes a value of the distribution", () => {
  const numeric = DISTRIBUTIONS.map(([distribution]) => distribution)
    .filter((distribution) => distribution.type !== "categorical");
  fc.assert(
    fc.property(
      fc.constantFrom(...numeric),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (distribution, u) => {
        const [low, high] = searchBounds(distribution);
        return contains(distribution, fromSearchScale(distribution, low + u * (high - low)));
      },
    ),
  );
});

Deno.test("isSingle finds what leaves nothing to search", () => {
  assert(isSingle(floatDistribution(1, 1)));
  assert(isSingle(categoricalDistribution(["only"])));
  assert(!isSingle(intDistribution(1, 2)));
});

/** low + count · step in decimals, as a person would write it. */
function decimalHigh(low: string, count: bigint, step: string): number {
  const places = Math.max(...[low, step].map((text) => text.split(".")[1]?.length ?? 0));
  const scaled = (text: string) => {
    const [whole, fraction = ""] = text.split(".");
    return BigInt(whole + fraction.padEnd(places, "0"));
  };
  return Number(`${scaled(low) + count * scaled(step)}e-${places}`);
}

Deno.test("every range that is whole steps in decimals is a stepped range, as in Optuna", () => {
  const steps = ["0.1", "0.3", "0.25", "0.001", "0.7", "0.000001", "3", "1000000.5", "0.0123"];
  const lows = ["0", "0.1", "-0.3", "1", "-17.77", "123456.789"];
  let ranges = 0;
  for (const step of steps) {
    for (const low of lows) {
      for (const count of [1n, 3n, 10n, 100_000_000n, 1_000_000_007n]) {
        const high = decimalHigh(low, count, step);
        const range = floatDistribution(Number(low), high, { step: Number(step) });
        assertEquals([range.high, contains(range, high), contains(range, range.low)], [
          high,
          true,
          true,
        ]);
        ranges++;
      }
    }
  }
  assertEquals(ranges, 270);
});

Deno.test("a range that is no whole number of steps is refused with the nearest that are", () => {
  assertThrows(
    () => floatDistribution(0, 1, { step: 0.3 }),
    RangeError,
    "Expected high to be a whole number of steps of 0.3 above 0, as 0.9 and 1.2 are, but found 1",
  );
  assertThrows(() => floatDistribution(-1e308, 1e308), RangeError, "Expected high - low to be");
  assertThrows(() => intDistribution(0, 2 ** 53), RangeError, "Expected high to be an integer");
});
