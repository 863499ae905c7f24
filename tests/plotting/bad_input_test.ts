import { assertRejects, assertThrows } from "@std/assert";
import * as plotting from "two-layer-net/plotting";

const {
  accuracyCurves,
  barChart,
  confusionMatrix,
  gradientErrorValley,
  heatmap,
  historyChart,
  imageGrid,
  learningCurves,
  lineChart,
  optimizationHistory,
  pairHeatmaps,
  parallelCoordinates,
  parameterImportances,
  slicePlots,
  spreadChart,
  visualizeGrid,
} = plotting;

/** What a caller without a type checker can do. */
// deno-lint-ignore no-explicit-any
const any = (value: unknown): any => value;

const rows = [{ a: 1, b: 2, c: "x" }, { a: 0, b: 3, c: "y" }];
const bytes = new Uint8Array(12);

const CASES: Readonly<Record<string, [() => unknown, string]>> = {
  "unknown option": [
    () => historyChart([1], any({ titel: "x" })),
    "Unknown option titel of historyChart. Did you mean title?",
  ],
  "title that is no text": [
    () => historyChart([1], any({ title: 3 })),
    "Expected title to be a string but found 3",
  ],
  "width that is too small": [
    () => historyChart([1], { width: 1 }),
    "Expected width to be an integer from 100 to 4000 but found 1",
  ],
  "empty history": [
    () => historyChart([]),
    "Expected history to be a list with at least one element but found []",
  ],
  "history that is no list": [
    () => historyChart(any(undefined)),
    "Expected history to be a list with at least one element but found undefined",
  ],
  "smoothing of 1": [
    () => historyChart([1], { smoothing: 1 }),
    "Expected smoothing to be a finite number from 0 to 0.9999",
  ],
  "unknown scale": [
    () => historyChart([1], any({ yScale: "cubic" })),
    'Expected yScale to be one of "linear", "log" but found "cubic"',
  ],
  "error bar that is negative": [
    () => lineChart({ a: { x: [1, 2], y: [1, 2], error: [0, -1] } }),
    'Expected series["a"].error[1] to be at least 0 but found -1',
  ],
  "error bars that are too few": [
    () => lineChart({ a: { x: [1, 2], y: [1, 2], error: [0] } }),
    'Expected length of series["a"].error to be 2, as y but found 1',
  ],
  "no series": [
    () => lineChart({}),
    "Expected series to be an object with at least one series but found {}",
  ],
  "empty series": [
    () => lineChart({ "lr 1": [] }),
    'Expected series["lr 1"] to be a list with at least one element but found []',
  ],
  "lengths that differ": [
    () => lineChart({ s: { x: [1], y: [1, 2] } }),
    'Expected length of series["s"].x to be 2, as series["s"].y but found 1',
  ],
  "position that is not finite": [
    () => lineChart({ s: { x: [1, NaN], y: [1, 2] } }),
    'Expected series["s"].x[1] to be a finite number but found NaN',
  ],
  "accuracies of different lengths": [
    () => accuracyCurves({ train: [1, 2], validation: [1] }),
    "Expected length of validation to be 2, as train but found 1",
  ],
  "step size of 0": [
    () => gradientErrorValley({ h: [0], errors: { W1: [1] } }),
    "Expected h[0] to be a finite number greater than 0 but found 0",
  ],
  "errors of another length": [
    () => gradientErrorValley({ h: [1], errors: { W1: [1, 2] } }),
    "Expected length of errors.W1 to be 1, as h but found 2",
  ],
  "no errors": [
    () => gradientErrorValley({ h: [1], errors: {} }),
    "Expected errors to be an object with at least one parameter but found {}",
  ],
  "no rows": [
    () => heatmap([], { x: "a", y: "b", value: "c" } as never),
    "Expected rows to be a list with at least one element but found []",
  ],
  "unknown field": [
    () => heatmap(rows, { x: "a", y: "b", value: any("z") }),
    'Expected value to be one of "a", "b", "c" but found "z"',
  ],
  "value that is no number": [
    () => heatmap(rows, { x: "a", y: "b", value: "c" }),
    'Expected rows[0]["c"] to be a number or null but found "x"',
  ],
  "cell given twice": [
    () => heatmap([rows[0], rows[0]], { x: "a", y: "c", value: "b" }),
    "Expected rows to be one row per cell but found",
  ],
  "unknown direction": [
    () => heatmap(rows, any({ x: "a", y: "c", value: "b", direction: "up" })),
    'Expected direction to be one of "maximize", "minimize" but found "up"',
  ],
  "matrix that is not square": [
    () => confusionMatrix([[1, 2], [3]]),
    "Expected length of counts[1] to be 2, as counts but found 1",
  ],
  "count that is none": [
    () => confusionMatrix([[1.5]]),
    "Expected counts[0][0] to be an integer of at least 0 but found 1.5",
  ],
  "class name used twice": [
    () => confusionMatrix([[1, 0], [0, 1]], { classNames: ["cat", "cat"] }),
    "Expected classNames to be different from each other but found",
  ],
  "no bars": [
    () => barChart([]),
    "Expected bars to be a list with at least one element but found []",
  ],
  "bar that is not finite": [
    () => barChart([{ label: "a", value: NaN }]),
    "Expected bars[0].value to be a finite number but found NaN",
  ],
  "negative error": [
    () => barChart([{ label: "a", value: 1, error: -1 }]),
    "Expected bars[0].error to be a finite number of at least 0 but found -1",
  ],
  "bar used twice": [
    () => barChart([{ label: "a", value: 1 }, { label: "a", value: 2 }]),
    'Expected bars[1].label to be used once but found "a"',
  ],
  "no groups": [
    () => spreadChart([]),
    "Expected groups to be a list with at least one element but found []",
  ],
  "repeat that is not finite": [
    () => spreadChart([{ name: "a", values: [1, NaN] }]),
    "Expected groups[0].values[1] to be a finite number but found NaN",
  ],
  "group used twice": [
    () => spreadChart([{ name: "a", values: [1] }, { name: "a", values: [2] }]),
    'Expected groups[1].name to be used once but found "a"',
  ],
  "negative importance": [
    () => parameterImportances({ reg: -1 }),
    "Expected importances.reg to be a finite number of at least 0 but found -1",
  ],
  "no importances": [
    () => parameterImportances({}),
    "Expected importances to be an object with at least one parameter but found {}",
  ],
  "zero on a logarithmic axis": [
    () => slicePlots(rows, { dimensions: ["a"], value: "b", logarithmic: ["a"] }),
    'Expected rows[1]["a"] to be greater than 0 on a logarithmic axis but found 0',
  ],
  "unknown state": [
    () => optimizationHistory([any({ number: 0, value: 1, state: "DONE" })]),
    'Expected trials[0].state to be one of "COMPLETE", "PRUNED", "FAIL" but found "DONE"',
  ],
  "no trials": [
    () => learningCurves([]),
    "Expected trials to be a list with at least one element but found []",
  ],
  "steps of another length": [
    () => learningCurves([{ number: 4, values: [1, 2], steps: [1] }]),
    "Expected length of values of trial 4.x to be 2",
  ],
  "no dimensions": [
    () => parallelCoordinates(rows, { dimensions: [], value: "b" }),
    "Expected dimensions to be a list with at least one element but found []",
  ],
  "unknown dimension": [
    () => slicePlots(rows, { dimensions: [any("z")], value: "b" }),
    'Expected dimensions[0] to be one of "a", "b", "c" but found "z"',
  ],
  "logarithmic field that is no dimension": [
    () => slicePlots(rows, { dimensions: ["a"], value: "b", logarithmic: ["b"] }),
    'Expected logarithmic[0] to be one of "a" but found "b"',
  ],
  "pair of a field without numbers": [
    () => pairHeatmaps([{ a: 1, c: "x", b: 2 }], { dimensions: ["a", "c"], value: "b" }),
    'Expected rows[0]["c"] to be a finite number but found "x"',
  ],
  "no images": [
    () => imageGrid([]),
    "Expected images to be a list with at least one element but found []",
  ],
  "image of another size": [
    () => imageGrid([bytes], { imageWidth: 3, imageHeight: 1 }),
    "Expected images[0].length to be 1 × 3 × (1 or 3) but found 12",
  ],
  "images of which one has another size": [
    () => imageGrid([bytes, bytes, new Uint8Array(3)]),
    "Expected images[2] to be 12 bytes (2 × 2 × 3) but found Uint8Array(3)",
  ],
  "image that is no square": [
    () => imageGrid([new Uint8Array(24)]),
    "Expected images[0].length to be a square × (1 or 3), or imageHeight and imageWidth to be given, but found 24",
  ],
  "captions of another length": [
    () => imageGrid([bytes], { imageWidth: 4, imageHeight: 1, captions: ["a", "b"] }),
    "Expected length of captions to be 1, as the grid but found 2",
  ],
  "enlargement that is not whole": [
    () => imageGrid([bytes], { imageWidth: 4, imageHeight: 1, scale: 1.5 }),
    "Expected scale to be an integer from 1 to 64 but found 1.5",
  ],
  "weights of another size": [
    () => visualizeGrid({ rows: 12, cols: 1, data: bytes }, { imageWidth: 5 }),
    "Expected weights.rows to be any × 5 × (1 or 3) but found 12",
  ],
  "weights with too few values": [
    () => visualizeGrid({ rows: 12, cols: 2, data: bytes }, { imageWidth: 2, imageHeight: 2 }),
    "Expected weights.data.length to be 24, rows · cols but found 12",
  ],
};

for (const [name, [call, message]] of Object.entries(CASES)) {
  Deno.test(`refused by name: ${name}`, () => {
    assertThrows(call, Error, message);
  });
}

Deno.test("refused by name: page without sections, table with a short row", async () => {
  const page = (sections: plotting.ReportSection[]) =>
    plotting.htmlReport({ title: "t", sections });
  await assertRejects(
    () => page([]),
    TypeError,
    "Expected sections to be a list with at least one",
  );
  const table = { columns: ["a", "b"], rows: [[1]] };
  const message = "Expected length of table.rows[0] to be 2, as table.columns but found 1";
  await assertRejects(() => page([{ heading: "h", table }]), RangeError, message);
});
