import { assertEquals } from "@std/assert";
import { pairHeatmaps } from "two-layer-net/plotting";

Deno.test("a cell has the best of its runs; intervals are named by their middles", () => {
  const rows = Array.from({ length: 10 }, (_, i) => ({
    rate: 10 ** (4 * i / 9 - 4),
    size: i < 5 ? 40 : 80,
    accuracy: i === 9 ? null : i / 10,
  }));
  const [chart, ...others] = pairHeatmaps(rows, {
    dimensions: ["rate", "size"],
    value: "accuracy",
    logarithmic: ["rate"],
  });
  assertEquals(others, []);
  // Ten rates from 1e-4 to 1 in eight intervals: the last holds 0.8 and the diverged run.
  assertEquals(
    chart.summary,
    "rate and size: 8 cells, 0 diverged, best 0.8 at rate 0.5623, size 80",
  );
});

Deno.test("a cell is grey only where all of its runs diverged", () => {
  const rows = [[1, 0.2], [1, NaN], [2, null]].map(([a, accuracy]) => ({ a, b: 1, accuracy }));
  const [chart] = pairHeatmaps(rows, { dimensions: ["a", "b"], value: "accuracy" });
  assertEquals(chart.summary, "a and b: 2 cells, 1 diverged, best 0.2 at a 1, b 1");
});
