import { assertEquals } from "@std/assert";
import { binned, roundTicks } from "../../lib/playground/scale.ts";

Deno.test("ticks are round and cover what there is", () => {
  assertEquals(roundTicks(2000, 4), [0, 500, 1000, 1500, 2000]);
  assertEquals(roundTicks(2.4, 4, 1.5), [1.5, 2, 2.5]);
  assertEquals(roundTicks(0, 4), [0]);
  assertEquals(roundTicks(NaN, 4), [0]);
});

Deno.test("bins keep mean, least and most, and leave out what is no number", () => {
  assertEquals(binned([4, 2, 6, 8, 1], 3), [
    { at: 0.5, mean: 3, least: 2, most: 4 },
    { at: 2.5, mean: 7, least: 6, most: 8 },
    { at: 4, mean: 1, least: 1, most: 1 },
  ]);
  assertEquals(binned([1, Infinity, NaN, NaN], 2), [{ at: 0.5, mean: 1, least: 1, most: 1 }]);
});
