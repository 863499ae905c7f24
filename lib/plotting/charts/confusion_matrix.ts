/**
 * Which class was taken for which.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { checkArray, checkInteger, expectation } from "../../internal/checks.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameChart } from "../drawing/frame.ts";
import { finite, label } from "../drawing/numbers.ts";
import {
  checkLength,
  checkNotEmpty,
  type FrameOptions,
  resolveOptions,
} from "../drawing/options.ts";
import type { NumberList } from "../drawing/options.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";
import { COLORS, INK, STYLE } from "../drawing/theme.ts";

/** Options of {@linkcode confusionMatrix}. */
export interface ConfusionMatrixOptions extends Omit<FrameOptions, "height"> {
  /** A name a class; default `"0"`, `"1"`, … */
  readonly classNames?: readonly string[];
}

interface Cell {
  readonly truth: string;
  readonly predicted: string;
  readonly count: number;
  /** Of the images of that class, the share; 0 for a class without images. */
  readonly share: number;
}

const DEFAULTS: Required<ConfusionMatrixOptions> = {
  title: "Confusion matrix",
  subtitle: "",
  width: 620,
  classNames: [],
};

/** Room beside the matrix for class names and legend. */
const SIDES = 160;

/** From the page's ground to blue. */
const SHADES = ["rgba(0, 114, 178, 0.02)", COLORS.main];

/** Cells smaller than this hold no number. */
const LEAST_TEXT_CELL = 24;

/**
 * The confusion matrix: one row per true class, one column per predicted one, the counts in the cells, the
 * share of the row as colour.
 *
 * @param counts `counts[t][p]` is how many of class `t` were predicted to be of class `p`.
 * @throws {TypeError} If the matrix is empty.
 * @throws {RangeError} If it is not square, holds anything but counts, `classNames` has another
 *   length, or an option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = confusionMatrix([[8, 2], [1, 9]], { classNames: ["cat", "dog"] });
 * assertEquals(
 *   chart.summary,
 *   "Confusion matrix: 17 of 20 right (85 %), most often wrong: cat taken for dog (2)",
 * );
 * ```
 */
export function confusionMatrix(
  counts: ReadonlyArray<NumberList>,
  options: ConfusionMatrixOptions = {},
): Chart {
  const resolved = resolveOptions("confusionMatrix", DEFAULTS, options);
  checkCounts(counts);
  const names = resolved.classNames.length > 0
    ? resolved.classNames
    : Array.from(counts, (_, i) => String(i));
  checkLength("classNames", names, counts.length, "counts");
  const cells = toCells(counts, names);
  return frameChart(matrixSpec(cells, names, resolved.width), resolved, summarize(cells));
}

function checkCounts(counts: ReadonlyArray<NumberList>): void {
  checkNotEmpty("counts", counts);
  checkArray("counts", counts);
  for (const [i, row] of counts.entries()) {
    checkNotEmpty(`counts[${i}]`, row);
    checkLength(`counts[${i}]`, row, counts.length, "counts");
    for (let j = 0; j < row.length; j++) checkInteger(`counts[${i}][${j}]`, row[j], 0);
  }
}

function toCells(counts: ReadonlyArray<NumberList>, names: readonly string[]): Cell[] {
  if (new Set(names).size < names.length) {
    throw new RangeError(expectation("classNames", "different from each other", names));
  }
  return counts.flatMap((row, i) => {
    const total = Array.from(row).reduce((a, b) => a + b, 0);
    return Array.from(row, (count, j) => ({
      truth: names[i],
      predicted: names[j],
      count,
      share: finite(count / Math.max(1, total)) as number,
    }));
  });
}

function matrixSpec(cells: readonly Cell[], names: readonly string[], width: number): TopLevelSpec {
  const step = Math.max(8, Math.min(48, Math.floor((width - SIDES) / names.length)));
  const axis = { domain: false, ticks: false };
  const encoding: Encoding = {
    x: {
      field: "predicted",
      type: "nominal",
      title: "Predicted class",
      sort: [...names],
      axis: { ...axis, labelAngle: -40 },
    },
    y: { field: "truth", type: "nominal", title: "True class", sort: [...names], axis },
  };
  return {
    data: { values: [...cells] },
    width: { step },
    height: { step: Math.min(step, 36) },
    encoding,
    layer: [shareLayer(), ...(step >= LEAST_TEXT_CELL ? [countLayer()] : [])],
  };
}

function shareLayer(): Layer {
  return {
    mark: { type: "rect", style: STYLE.cell },
    encoding: {
      color: {
        field: "share",
        type: "quantitative",
        scale: { range: SHADES, domainMin: 0, zero: true },
        legend: { title: "Share of row", format: ".0%", gradientLength: 120 },
      },
      tooltip: [
        { field: "truth", title: "True class" },
        { field: "predicted", title: "Predicted class" },
        { field: "count", type: "quantitative", title: "Count" },
        { field: "share", type: "quantitative", title: "Share of row", format: ".1%" },
      ],
    },
  };
}

function countLayer(): Layer {
  return {
    transform: [{ joinaggregate: [{ op: "max", field: "share", as: "greatest" }] }],
    mark: { type: "text", fontSize: 11 },
    encoding: {
      text: { field: "count", type: "quantitative" },
      color: {
        condition: { test: "datum.share > 0.8 * datum.greatest", value: COLORS.onDark },
        value: INK,
      },
    },
  };
}

function summarize(cells: readonly Cell[]): string {
  const sum = (some: readonly Cell[]): number =>
    some.reduce((total, cell) => total + cell.count, 0);
  const [right, all] = [
    sum(cells.filter(({ truth, predicted }) => truth === predicted)),
    sum(cells),
  ];
  const wrong = cells.filter(({ truth, predicted }) => truth !== predicted);
  const worst = wrong.reduce((a, b) => b.count > a.count ? b : a, { count: 0 } as Cell);
  const share = all === 0 ? "" : ` (${label(100 * right / all)} %)`;
  const mistake = worst.count === 0
    ? ""
    : `, most often wrong: ${worst.truth} taken for ${worst.predicted} (${worst.count})`;
  return `${right} of ${all} right${share}${mistake}`;
}
