import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  accuracyCurves,
  barChart,
  type Chart,
  heatmap,
  historyChart,
  optimizationHistory,
  pairHeatmaps,
  parallelCoordinates,
  slicePlots,
  spreadChart,
} from "two-layer-net/plotting";
import { label, labels, rangeFormat, tooltipFormat } from "../../lib/plotting/drawing/numbers.ts";

/** The texts of a drawing, in its order. */
async function texts(chart: Chart): Promise<string[]> {
  return (await chart.toSvg()).matchAll(/>([^<>]+)<\/text>/g).map(([, text]) => text).toArray();
}

/** How many different heights the first line of a drawing has. */
async function countHeights(chart: Chart): Promise<number> {
  const path = (await chart.toSvg()).match(/class="mark-line [^>]*><path [^>]*\bd="([^"]*)"/)![1];
  return new Set(path.split(/[ML]/).slice(1).map((point) => point.split(",")[1])).size;
}

Deno.test("losses that lie close are drawn as far apart as they are, with labels that differ", async () => {
  const close = historyChart(Array.from({ length: 400 }, (_, i) => 2.302585 + 1e-6 * Math.sin(i)));
  assert(await countHeights(close) > 200);
  assertStringIncludes((await texts(close)).join(), "2.3025845");
  assertEquals(
    close.summary,
    "Loss history: 400 values, 2.302585 → 2.30258498 (min 2.302584, max 2.302586)",
  );
  const large = historyChart(Array.from({ length: 400 }, (_, i) => 1e6 + i / 100));
  assertEquals(await countHeights(large), 400);
});

Deno.test("every chart keeps its data as it is", () => {
  const [a, b] = [1e6 + 1 / 3, 1e6 + 2 / 3];
  const rows = [a, b].map((x, number) => ({ number, x, y: x, value: x }));
  const fields = { dimensions: ["x" as const], value: "y" as const };
  const charts = [
    barChart(rows.map(({ number, value }) => ({ label: `${number}`, value }))),
    spreadChart(rows.map(({ number, value }) => ({ name: `${number}`, values: [value] }))),
    slicePlots(rows, fields),
    parallelCoordinates(rows, fields),
    optimizationHistory(rows),
    heatmap(rows, { x: "x", y: "number", value: "y" }),
  ];
  for (const { spec, summary } of charts) {
    const stored = JSON.stringify(spec);
    assert(stored.includes(String(a)) && stored.includes(String(b)), summary);
  }
});

Deno.test("seeds side by side are cells and labels of their own", async () => {
  const rows = [12345, 12346].map((seed) => ({ seed, hiddenSize: 50, accuracy: 0.48 }));
  const drawn = await texts(heatmap(rows, { x: "seed", y: "hiddenSize", value: "accuracy" }));
  assert(drawn.includes("12345") && drawn.includes("12346"), drawn.join());
  const close = [1.00001, 1.00002].map((lr) => ({ lr, reg: 0, accuracy: 0.4870100 + lr / 1e5 }));
  const axis = await texts(heatmap(close, { x: "lr", y: "reg", value: "accuracy" }));
  assert(axis.includes("1.00001") && axis.includes("1.00002"), axis.join());
});

Deno.test("a column of texts and of numbers that read alike keeps its levels apart", () => {
  const values = labels([0.1 + 0.2, 0.3, "x"]);
  assertEquals(new Set(values).size, 3);
});

Deno.test("labels have as many digits as tell values apart, integers all of theirs", () => {
  assertEquals(labels([0.2, 120, 5e-4]), ["0.2", "120", "5e-4"]);
  assertEquals(labels([2.3025851, 2.3025852]), ["2.3025851", "2.3025852"]);
  assertEquals([12345, 1234567, 1e6, 15e6, 2 ** 53].map((n) => label(n)), [
    "12345",
    "1234567",
    "1e6",
    "1.5e7",
    "9.007e15",
  ]);
});

Deno.test("formats that nobody chose show what lies within the values' range", () => {
  assertEquals(rangeFormat([0.281, 0.487]), ".3f");
  assertEquals(rangeFormat([0.48701, 0.48702], true), ".6~f");
  assertEquals(rangeFormat([1e-9], true), ".2~e");
  assertEquals(rangeFormat([]), ".3f");
  assertEquals(tooltipFormat([2.302584, 2.302586]), ".11~g");
});

Deno.test("bars and accuracies that lie close are told apart", async () => {
  const bars = await texts(
    barChart([{ label: "a", value: 0.48701 }, { label: "b", value: 0.48702 }]),
  );
  assert(bars.includes("0.48701") && bars.includes("0.48702"), bars.join());
  const curves = accuracyCurves({ train: [0.281, 0.2815], validation: [0.282, 0.2823] });
  const ticks = (await texts(curves)).filter((text) => text.endsWith("%"));
  assertEquals(new Set(ticks).size, ticks.length);
});

Deno.test("pairs: values from an interval share levels, values from a list have their own", () => {
  const dimensions = ["x", "y"] as const;
  const counts = (rows: { x: number; y: number; v: number }[]): string =>
    pairHeatmaps(rows, { dimensions, value: "v" })[0].summary;
  const list = Array.from({ length: 12 }, (_, i) => ({ x: [1, 1.01, 9][i % 3], y: i % 4, v: i }));
  assertStringIncludes(counts(list), ": 12 cells");
  const drawn = [1, 1.01, 9].map((x, i) => ({ x, y: 5, v: i }));
  assertStringIncludes(counts(drawn), ": 2 cells");
});

Deno.test("a printf format is refused by name, whatever the chart", () => {
  const message =
    'format to be a d3-format specifier such as ".2f", ".0%" or ".3~g" but found "%.2f"';
  const calls = [
    () => historyChart([1], { yFormat: "%.2f" }),
    () => accuracyCurves({ train: [1], validation: [1] }, { yFormat: "%.2f" }),
    () => barChart([{ label: "a", value: 1 }], { format: "%.2f" }),
    () => spreadChart([{ name: "a", values: [1] }], { format: "%.2f" }),
    () => heatmap([{ x: 1, y: 1, v: 1 }], { x: "x", y: "y", value: "v", format: "%.2f" }),
  ];
  for (const call of calls) assertThrows(call, RangeError, message.slice("format".length));
});

Deno.test("titles that would break Vega's expressions are drawn as they are", async () => {
  for (const title of ["a\\", "\\u", 'a\\"+b+"', "two\nlines", "\u2028", '"', "'", "${x}"]) {
    const rows = [{ [title]: 1, b: 2 }, { [title]: 3, b: 4 }];
    const charts = [
      historyChart([1, 2], { title, xTitle: title, yTitle: title }),
      barChart([{ label: title, value: 1, error: 1 }], { valueTitle: title, errorTitle: title }),
      slicePlots(rows, { dimensions: [title], value: "b", valueTitle: title }),
      heatmap(rows, { x: title, y: "b", value: "b", valueTitle: title, facet: title }),
    ];
    for (const chart of charts) assertStringIncludes(await chart.toSvg(), "<svg");
  }
});
