import { assertEquals, assertThrows } from "@std/assert";
import {
  floatDistribution,
  intDistribution,
  netGrid,
  type NetRange,
  netSpace,
  variedParams,
} from "two-layer-net";

Deno.test("netSpace fixes what it is not told, and netGrid lists lists and steps", () => {
  const space = netSpace({ hiddenSize: intDistribution(40, 80, { step: 20 }), reg: [0.2, 0.4] });
  assertEquals(variedParams(space), ["hiddenSize", "reg"]);
  assertEquals(netGrid(space), {
    hiddenSize: [40, 60, 80],
    learningRate: [1e-3],
    reg: [0.2, 0.4],
    learningRateDecay: [0.95],
    batchSize: [200],
    numIters: [1000],
  });
});

Deno.test("netSpace refuses by name what no net can have", () => {
  const refusals: [Record<string, NetRange>, string][] = [
    [{ hiddenSize: 0 }, "Expected hiddenSize to be an integer of at least 1 but found 0"],
    [{ hiddenSize: [10, 2.5] }, "Expected hiddenSize to be an integer of at least 1 but found 2.5"],
    [{ batchSize: intDistribution(0, 9) }, "Expected batchSize to be an integer of at least 1"],
    [{ numIters: floatDistribution(1, 9) }, "Expected the range of numIters to be one of integers"],
    [{ reg: -1 }, "Expected reg to be a finite number of at least 0 but found -1"],
    [{ learningRate: NaN }, "Expected choices[0] to be a string, a boolean, null or a finite"],
    [{ learningRateDecay: [] }, "Expected choices to be a list of one or more values"],
  ];
  for (const [ranges, message] of refusals) {
    assertThrows(() => netSpace(ranges), RangeError, message);
  }
  const unknown = { learning_rate: 1e-3 };
  const hint = "Unknown option learning_rate of netSpace. Did you mean learningRate?";
  assertThrows(() => netSpace(unknown as Record<string, NetRange>), TypeError, hint);
});

Deno.test("netGrid refuses ranges without steps", () => {
  const refusals: [NetRange, string][] = [
    [floatDistribution(0.1, 0.5), "0.1..0.5"],
    [intDistribution(1, 8, { log: true }), "1..8:log"],
  ];
  for (const [hiddenSize, found] of refusals) {
    const name = hiddenSize === refusals[0][0] ? "reg" : "hiddenSize";
    assertThrows(
      () => netGrid(netSpace({ [name]: hiddenSize })),
      RangeError,
      `Expected ${name} of a grid to be a value, a list or a range in steps but found "${found}"`,
    );
  }
});
