import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  categoricalDistribution,
  type Distribution,
  floatDistribution,
  intDistribution,
  type ParamValue,
} from "two-layer-net/tuning";
import {
  contains,
  countSteps,
  fromNumber,
  fromSearchScale,
  isSingle,
  searchBounds,
  stepValue,
  stepValues,
  toNumber,
} from "../../lib/tuning/distributions.ts";
import STEP_RANGES from "./optuna_step_ranges.json" with { type: "json" };

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

// 270 ranges [low, high, step, number of steps, and the values 1, a third, half and all of the steps
// up]: Optuna 5.0.0's BruteForceSampler counts float(Decimal(str(low)) + k * Decimal(str(step))),
// and FloatDistribution(low, high, step=step) takes each of these ranges without changing it.
Deno.test("a range in steps is Optuna's, from one step to 1e12", () => {
  for (const [low, high, step, count, ...values] of STEP_RANGES) {
    const distribution = floatDistribution(low, high, { step });
    assertEquals(countSteps(distribution), count);
    const places = [1, Math.floor(count / 3), Math.floor(count / 2), count];
    assertEquals(places.map((k) => stepValue(distribution, k)), values);
    for (const value of values) {
      assert(contains(distribution, value), `${value} of ${Deno.inspect(distribution)}`);
      assertEquals(fromSearchScale(distribution, value), value);
    }
  }
});

Deno.test("a bound that was computed fits its steps, and the refusal names the neighbours", () => {
  assertEquals(stepValues(floatDistribution(0, 3 * 0.1, { step: 0.1 })), [0, 0.1, 0.2, 3 * 0.1]);
  assertEquals(stepValues(floatDistribution(0, 0.3, { step: 0.1 })), [0, 0.1, 0.2, 0.3]);
  assertEquals(stepValues(intDistribution(1, 9, { step: 4 })), [1, 5, 9]);
  assertThrows(
    () => floatDistribution(0, 0.35, { step: 0.1 }),
    RangeError,
    "as 0.3 and 0.4 are, but found 0.35",
  );
});

Deno.test("the narrowest and the widest ranges are drawn from within their bounds", () => {
  const ranges = [
    floatDistribution(0, 5e-324),
    floatDistribution(-1e-320, 1e-320),
    floatDistribution(-8e307, 8e307),
    floatDistribution(-1.6e308, 0, { step: 8e307 }),
    intDistribution(0, 2 ** 53 - 1),
  ];
  for (const distribution of ranges) {
    const [low, high] = searchBounds(distribution);
    assert(Number.isFinite(high - low) && high > low);
    for (const u of [0, 0.25, 0.5, 1]) {
      assert(contains(distribution, fromSearchScale(distribution, low + u * (high - low))));
    }
  }
  assertThrows(() => floatDistribution(-1.7e308, 1.7e308), RangeError, "Expected high - low to be");
  assertThrows(() => intDistribution(0, 2 ** 53), RangeError, "Expected high to be an integer");
});
