import { assertEquals, assertThrows } from "@std/assert";
import { netGrid, type NetRange, netSpace } from "two-layer-net/search";
import { PRESETS } from "two-layer-net/training";
import { floatDistribution, intDistribution } from "two-layer-net/tuning";
import { preparationsOf } from "../../lib/search/space.ts";
import { preparationKey } from "../../lib/training/prepare_images.ts";

Deno.test("a space is in the table's order, and netGrid lists lists and steps", () => {
  const space = netSpace({ reg: [0.2, 0.4], hiddenSize: intDistribution(40, 80, { step: 20 }) });
  assertEquals(Object.keys(space), ["hiddenSize", "reg"]);
  assertEquals(netGrid(space), { hiddenSize: [40, 60, 80], reg: [0.2, 0.4] });
});

Deno.test("every preparation that a space's trials may ask for is known beforehand", () => {
  const space = netSpace({ contrast: [false, true], epsilon: [0.1, 1], hiddenSize: [4, 5] });
  const found = preparationsOf(space, PRESETS.quick).map(preparationKey);
  assertEquals(found, ["zca false 0.1", "zca false 1", "zca true 0.1", "zca true 1"]);
  const open = netSpace({ epsilon: floatDistribution(0.1, 1) });
  assertThrows(() => preparationsOf(open, PRESETS.quick), RangeError, "Expected epsilon to be");
});

Deno.test("netSpace refuses by name what no net can have", () => {
  const refusals: [Record<string, NetRange>, string][] = [
    [{ updateRule: ["sgd", "lion"] }, "Expected updateRule to be one of"],
    [{ hiddenSize: 0 }, "Expected hiddenSize to be an integer of at least 1 but found 0"],
    [{ hiddenSize: [10, 2.5] }, "Expected hiddenSize to be an integer of at least 1 but found 2.5"],
    [{ batchSize: intDistribution(0, 9) }, "Expected batchSize to be an integer of at least 1"],
    [{ numIters: floatDistribution(1, 9) }, "Expected the range of numIters to be one of integers"],
    [{ reg: -1 }, "Expected reg to be a finite number of at least 0 but found -1"],
    [{ learningRate: NaN }, "Expected learningRate[0] to be a string, a boolean, null or a finite"],
    [{ learningRateDecay: [] }, "Expected learningRateDecay to be a list of one or more values"],
  ];
  for (const [ranges, message] of refusals) {
    assertThrows(() => netSpace(ranges), RangeError, message);
  }
  const unknown: [Record<string, NetRange>, string][] = [
    [{ hiddenUnits: 5 }, "Unknown option hiddenUnits of netSpace. Did you mean hiddenSize?"],
    [{ seed: 5 }, "Unknown option seed of netSpace"],
  ];
  for (const [ranges, message] of unknown) {
    assertThrows(() => netSpace(ranges), TypeError, message);
  }
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
      `Expected ${name} to be a value, a list or a range in steps but found "${found}"`,
    );
  }
});
