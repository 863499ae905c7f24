import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Ajv } from "ajv";
import type { TopLevelSpec } from "vega-lite";
import { loadVega } from "../../lib/plotting/drawing/vega.ts";
import { Chart } from "two-layer-net/plotting";
import { readExamples } from "./examples.ts";

const CHARTS = (await readExamples()).flatMap(({ name, picture }) =>
  picture instanceof Chart ? [{ name, chart: picture }] : []
);

/** By example: texts that its drawing writes, and by Vega's name for a kind of mark, how many it draws. */
const EXPECTED: Readonly<Record<string, { texts: string[]; marks: Record<string, number> }>> = {
  line_chart: {
    texts: ["Two runs", "Iteration", "Loss", "lr 1e-4", "lr 5e-3", "lr 5e-3: diverged at 601"],
    marks: { "mark-line": 2, "mark-rule": 1 },
  },
  line_chart_error_bars: {
    texts: ["Training images", "train", "test", "1,000", "2,000", "10,000", "20,000", "100%"],
    marks: { "mark-line": 2, "mark-symbol": 6, "mark-rule": 4 },
  },
  history_chart: {
    texts: [
      "Loss history",
      "batches of 200",
      "Iteration",
      "Loss",
      "value",
      "average",
      "2.3",
      "500",
    ],
    marks: { "mark-line": 2 },
  },
  history_chart_logarithmic: {
    texts: ["1e-3", "0.1", "10", "1,000"],
    marks: { "mark-line": 1 },
  },
  accuracy_curves: {
    texts: ["Classification accuracy", "Epoch", "Accuracy", "train", "validation", "20%", "1", "2"],
    marks: { "mark-line": 2, "mark-symbol": 6 },
  },
  gradient_error_valley: {
    texts: ["Gradient check", "Step size h", "Relative error", "W1", "b2", "1e-8", "1e-4"],
    marks: { "mark-line": 2, "mark-symbol": 8 },
  },
  heatmap: {
    texts: [
      "Grid",
      "Hidden size",
      "learningRate",
      "reg 0.2",
      "reg 0.4",
      "5e-3",
      "120",
      "0.464",
      "div.",
    ],
    marks: { "mark-rect": 2 * 6 + 1, "mark-text": 2 * 6 },
  },
  heatmap_half_done: {
    texts: ["Half", "40", "100", "0.2", "0.468", "div."],
    marks: { "mark-rect": 4 + 1, "mark-text": 2 },
  },
  confusion_matrix: {
    texts: [
      "Confusion matrix",
      "True class",
      "Predicted class",
      "frog &amp; toad",
      "Share of row",
      "9",
    ],
    marks: { "mark-rect": 9, "mark-text": 9 },
  },
  bar_chart: {
    texts: ["Ablation", "Accuracy", "baseline", "no regularisation", "0.487", "0.462"],
    marks: { "mark-rect": 2 + 2, "mark-rule": 1 + 1 },
  },
  spread_chart: {
    texts: ["Ablation", "Accuracy", "raw", "whitened", "flipped", "52.0%", "56.1%"],
    marks: { "mark-symbol": 4 + 2, "mark-rect": 2, "mark-rule": 1 + 1 },
  },
  spread_chart_nothing_yet: { texts: ["raw"], marks: {} },
  parameter_importances: {
    texts: ["Parameter importances", "Importance", "learningRate", "0.90", "0.04"],
    marks: { "mark-rect": 3 },
  },
  optimization_history: {
    texts: ["Trial", "Validation accuracy", "complete", "pruned", "failed", "best so far"],
    marks: { "mark-line": 1, "mark-symbol": 20 },
  },
  learning_curves: {
    texts: ["Learning curves", "Epoch", "Validation accuracy", "pruned", "complete", "best"],
    marks: { "mark-line": 20 },
  },
  linked_slices: {
    texts: ["Search", "learningRate", "hiddenSize", "Accuracy", "Trial", "Epoch", "pruned", "1e-4"],
    marks: { "mark-line": 20, "mark-symbol": 2 * 15 },
  },
  parallel_coordinates: {
    texts: ["Search", "learningRate", "hiddenSize", "rule", "value", "sgd", "adam", "1e-4", "0.49"],
    marks: { "mark-line": 20 + 1, "mark-rule": 4 },
  },
  pair_heatmaps: {
    texts: ["learningRate and hiddenSize", "learningRate", "hiddenSize", "value", "0.490"],
    marks: { "mark-rect": 20 + 1, "mark-text": 20 },
  },
  slice_plots: {
    texts: ["learningRate", "hiddenSize", "rule", "Accuracy", "Trial", "diverged", "sgd", "1e-4"],
    marks: { "mark-symbol": 3 * 20 },
  },
};

/** The schema that the package of Vega-Lite brings along. */
async function readSchema(): Promise<object> {
  await import("vega-lite/package.json", { with: { type: "json" } });
  const path = new URL(import.meta.resolve("vega-lite/build/vega-lite-schema.json"));
  return JSON.parse(await Deno.readTextFile(path));
}

/** How many marks each kind of group holds, from the SVG that Vega writes. */
function countMarks(svg: string): Map<string, number> {
  const counts = new Map<string, number>();
  const groups = svg.matchAll(/<g class="(mark-\w+) role-mark[^"]*"[^>]*[^/]>(.*?)<\/g>/gs);
  for (const [, kind, content] of groups) {
    const number = content.matchAll(/<(path|text|line)\b/g).toArray().length;
    counts.set(kind, (counts.get(kind) ?? 0) + number);
  }
  return counts;
}

Deno.test("every chart's spec fits Vega-Lite's schema", async () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const validate = ajv.compile(await readSchema());
  for (const { name, chart } of CHARTS) {
    assert(validate(chart.spec), `${name}: ${JSON.stringify(validate.errors?.[0])}`);
  }
  assert(!validate({ ...CHARTS[0].chart.spec, layer: 3 }));
});

for (const { name, chart } of CHARTS) {
  Deno.test(`${name} compiles and runs without a warning`, async () => {
    const { vega, vegaLite } = await loadVega();
    const complaints: unknown[] = [];
    const complain = (_: string, __: string, input: readonly unknown[]) =>
      complaints.push(...input);
    const logger = vega.logger(vega.Warn, undefined, complain);
    const spec = structuredClone(chart.spec) as unknown as TopLevelSpec;
    const compiled = vegaLite.compile(spec, { logger }).spec;
    const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
    await view.runAsync();
    view.finalize();
    // Dragging ends wherever the pointer is let go, and here is no window to listen to.
    const noWindow = "Can not resolve event source: window";
    assertEquals(complaints.filter((complaint) => complaint !== noWindow), []);
  });

  Deno.test(`${name} draws its texts and marks, no wider than a notebook`, async () => {
    const { texts, marks } = EXPECTED[name];
    const svg = await chart.toSvg();
    for (const text of texts) assertStringIncludes(svg, `>${text}</text>`);
    const counts = countMarks(svg);
    for (const [kind, number] of Object.entries(marks)) {
      assertEquals(counts.get(kind), number, kind);
    }
    const width = Number(svg.match(/<svg [^>]*width="([\d.]+)"/)?.[1]);
    assert(width >= 300 && width <= 720, `${width} px`);
  });
}

Deno.test({
  name: "making a chart, as against drawing it, needs no permission",
  permissions: "none",
  fn: async () => {
    const { historyChart } = await import("two-layer-net/plotting");
    assertEquals(historyChart([3, 2, 1]).summary, "Loss history: 3 values, 3 → 1 (min 1, max 3)");
  },
});
