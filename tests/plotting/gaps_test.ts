import { assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  accuracyCurves,
  type Chart,
  heatmap,
  historyChart,
  learningCurves,
  lineChart,
} from "two-layer-net/plotting";

/** Number of separate strokes of the first line in a drawing: one more than its gaps. */
async function countStrokes(chart: Chart): Promise<number> {
  const svg = await chart.toSvg();
  const path = svg.match(/class="mark-line [^>]*><path [^>]*\bd="([^"]*)"/)?.[1] ?? "";
  return path.split("M").length - 1;
}

Deno.test("values that are not finite are gaps, and the place is said", async () => {
  const cases: [number[], number, string][] = [
    [[3, 2, 1], 1, "3 → 1 (min 1, max 3)"],
    [[3, 2, NaN, NaN], 1, "3 → 2 (min 2, max 3); diverged at 2"],
    [[3, 2, Infinity, 1, 0.5], 2, "3 → 0.5 (min 0.5, max 3); not finite at 2"],
    [[NaN, -Infinity], 0, "no finite value; diverged at 0"],
  ];
  for (const [history, numStrokes, text] of cases) {
    const chart = historyChart(history);
    assertEquals(chart.summary, `Loss history: ${history.length} values, ${text}`);
    assertEquals(await countStrokes(chart), numStrokes);
    const note = text.split("; ")[1];
    if (note) assertStringIncludes(await chart.toSvg(), `>${note}</text>`);
  }
});

Deno.test("a divergence at the right edge is marked left of its line", async () => {
  const svg = await lineChart({ a: Array.from({ length: 100 }, (_, i) => i < 99 ? i : NaN) })
    .toSvg();
  assertMatch(svg, /translate\([\d.]+,4\) rotate\(270\) translate\(0,-\d/);
});

Deno.test("what is not positive is a gap on a logarithmic axis, but no divergence", async () => {
  const chart = historyChart([10, 1, 0, 1, 0.1], { yScale: "log" });
  assertEquals(await countStrokes(chart), 2);
  assertEquals(chart.summary, "Loss history: 5 values, 10 → 0.1 (min 0, max 10)");
});

Deno.test("smoothing is the debiased moving average, and skips gaps", () => {
  const chart = historyChart([4, NaN, 2, 0], { smoothing: 0.5 });
  const { data } = chart.spec as { data: { values: { y: number | null; series: string }[] } };
  const averages = data.values.filter(({ series }) => series === "average");
  // Weights 0.5, 0.25, 0.125 from the newest back, over their sum.
  const expected = [4, null, (0.5 * 2 + 0.25 * 4) / 0.75, (0.25 * 2 + 0.125 * 4) / 0.875];
  for (const [i, { y }] of averages.entries()) {
    assertAlmostEquals(y ?? NaN, expected[i] ?? NaN, 1e-15);
  }
});

Deno.test("a heatmap of nothing but diverged cells still draws", async () => {
  const rows = [{ a: 1, b: 1, c: NaN }, { a: 2, b: 1, c: null }];
  const chart = heatmap(rows, { x: "a", y: "b", value: "c" });
  assertEquals(chart.summary, "c by a and b: 2 cells, 2 diverged");
  assertStringIncludes(await chart.toSvg(), ">div.</text>");
});

Deno.test("a heatmap whose cells are all to come has its axes", async () => {
  const chart = heatmap([{ a: 1, b: 7, c: undefined }], { x: "a", y: "b", value: "c" });
  assertStringIncludes(await chart.toSvg(), ">7</text>");
});

Deno.test("a heatmap counts cells to come apart from diverged ones", () => {
  const rows = [{ a: 1, b: 1, c: 0.5 }, { a: 2, b: 1, c: null }, { a: 3, b: 1, c: undefined }];
  const chart = heatmap(rows, { x: "a", y: "b", value: "c" });
  assertEquals(chart.summary, "c by a and b: 3 cells, 1 diverged, 1 to come, best 0.5 at a 1, b 1");
});

Deno.test("whole epochs are labelled as such, however few, and none at all is no failure", async () => {
  const svg = await learningCurves([{ number: 0, values: [0.1, 0.4, 0.5] }]).toSvg();
  assertEquals([">1</text>", ">1.0</text>"].map((text) => svg.split(text).length - 1), [1, 0]);
  const none = await learningCurves([{ number: 0, values: [] }]).toSvg();
  assertStringIncludes(none, "<svg");
});

Deno.test("one epoch is enough for accuracy curves", async () => {
  const svg = await accuracyCurves({ train: [0.1], validation: [0.12] }).toSvg();
  assertStringIncludes(svg, ">Epoch</text>");
});
