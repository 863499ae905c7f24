import { assertEquals, assertThrows } from "@std/assert";
import { Matrix, meanProbabilities } from "two-layer-net";

Deno.test("an ensemble's probabilities are the mean of its nets'", () => {
  const all = [[[1, 0]], [[0.5, 0.5]], [[0, 1]], [[0.5, 0.5]]].map((rows) => Matrix.from(rows));
  assertEquals(meanProbabilities(all).toArray(), [[0.5, 0.5]]);
  assertEquals(meanProbabilities(all.slice(0, 2)).toArray(), [[0.75, 0.25]]);
});

Deno.test("no matrices, and matrices of other shapes, are refused", () => {
  assertThrows(() => meanProbabilities([]), RangeError, "Expected all to be at least one");
  const unlike = [Matrix.zeros(2, 12), Matrix.zeros(2, 3)];
  assertThrows(() => meanProbabilities(unlike), RangeError, "all[1]");
});
