import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  learningCurves,
  optimizationHistory,
  parallelCoordinates,
  slicePlots,
} from "two-layer-net/plotting";

const rows = [
  { number: 1, learningRate: 1e-3, value: 0.48, diverged: false },
  { number: 3, learningRate: 2e-3, value: 0.45, diverged: false },
  { number: 20, learningRate: 5e-3, value: 0.6, diverged: true },
];

/** Outlines of the points in a drawing: circles have arcs, crosses only lines. */
const crosses = (svg: string): number =>
  svg.match(/class="mark-symbol role-mark[^>]*>.*?<\/g>/gs)!
    .flatMap((group) => group.match(/ d="M-[^A]*?"/g) ?? []).length;

Deno.test("diverged trials are crosses with a word in the legend, and never the best", async () => {
  const chart = optimizationHistory(rows);
  assertEquals(
    chart.summary,
    "Optimization history: 3 trials (3 complete, 1 diverged), best 0.48 in trial 1",
  );
  const svg = await chart.toSvg();
  assertStringIncludes(svg, ">diverged</text>");
  assertEquals(crosses(svg), 1);
  const curves = learningCurves(rows.map((row) => ({ ...row, values: [0.1, row.value] })));
  assertStringIncludes(curves.summary, "1 diverged), best trial 1 at 0.48");
  assertStringIncludes(await curves.toSvg(), ">diverged</text>");
});

Deno.test("slices and coordinates name trials by their numbers", async () => {
  const fields = { dimensions: ["learningRate"], value: "value", number: "number" } as const;
  const slices = slicePlots(rows, { ...fields, diverged: "diverged" });
  assertEquals(slices.summary, "value over learningRate: 3 rows, 1 diverged");
  const svg = await slices.toSvg();
  assertEquals(crosses(svg), 1);
  assertStringIncludes(svg, ">diverged</text>");
  for (const { spec } of [slices, parallelCoordinates(rows, fields)]) {
    assert(JSON.stringify(spec).includes('"number":20'));
  }
});
