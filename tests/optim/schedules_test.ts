import { assertEquals, assertThrows } from "@std/assert";
import { epochDecay } from "two-layer-net";

/** The original's loop. */
function loop(rate: number, decay: number, stepsPerEpoch: number, steps: number): number[] {
  const rates = [];
  for (let it = 0; it < steps; it++) {
    rates.push(rate);
    if (it % stepsPerEpoch === 0) rate *= decay;
  }
  return rates;
}

Deno.test("epochDecay equals the original's loop to the last bit, forwards and back", () => {
  for (const stepsPerEpoch of [1, 2, 245, 49000 / 128, 49000 / 500]) {
    const rate = epochDecay(1e-4, 0.95, stepsPerEpoch);
    const expected = loop(1e-4, 0.95, stepsPerEpoch, 1000);
    assertEquals(Array.from({ length: 1000 }, (_, step) => rate(step)), expected);
    assertEquals([rate(0), rate(999), rate(500)], [expected[0], expected[999], expected[500]]);
  }
});

Deno.test("epochDecay refuses bad rates by name", () => {
  assertThrows(() => epochDecay(-1, 1, 1), RangeError, "Expected learningRate to be");
  assertThrows(() => epochDecay(1, NaN, 1), RangeError, "Expected learningRateDecay to be");
  assertThrows(() => epochDecay(1, 1, 0), RangeError, "Expected stepsPerEpoch to be");
});
