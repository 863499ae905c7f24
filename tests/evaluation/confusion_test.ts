import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { confusionCounts } from "two-layer-net";

Deno.test("confusion counts are those of scikit-learn's own example", () => {
  // confusion_matrix([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2]), from its documentation
  const counts = confusionCounts([2, 0, 2, 2, 0, 1], Int32Array.of(0, 0, 2, 2, 0, 2), 3);
  assertEquals(counts, [[2, 0, 0], [0, 0, 1], [1, 0, 2]]);
});

Deno.test("rows of the counts sum to the classes' images, columns to the answers", () => {
  const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 60 });
  fc.assert(fc.property(pairs, (pairs) => {
    const [y, predicted] = [pairs.map(([t]) => t), pairs.map(([, p]) => p)];
    const counts = confusionCounts(y, predicted, 5);
    for (let k = 0; k < 5; k++) {
      const [row, column] = [counts[k], counts.map((row) => row[k])];
      assertEquals(row.reduce((a, b) => a + b), y.filter((t) => t === k).length);
      assertEquals(column.reduce((a, b) => a + b), predicted.filter((p) => p === k).length);
    }
  }));
});

Deno.test("labels that do not fit are refused", () => {
  const cases: [() => unknown, string][] = [
    [() => confusionCounts([0, 1], [0], 2), "Expected predicted.length to be 2"],
    [() => confusionCounts([0, 2], [0, 1], 2), "Expected y[1] to be an integer from 0 to 1"],
    [() => confusionCounts([0], [-1], 2), "Expected predicted[0] to be an integer from 0 to 1"],
    [() => confusionCounts([], [], 0), "Expected numClasses to be an integer from 1 to 10000"],
  ];
  for (const [body, message] of cases) assertThrows(body, RangeError, message);
});
