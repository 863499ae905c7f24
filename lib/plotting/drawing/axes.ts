/**
 * Scales and ticks for numbers.
 *
 * @module
 */

import { extent } from "./numbers.ts";
import type { NumberList, ScaleType } from "./options.ts";

/** Scale properties of a quantitative channel. */
export interface ValueScale {
  type: ScaleType;
  zero?: boolean;
  nice: boolean;
  padding: number;
  domain?: [number, number];
}

/** Axis properties of a quantitative channel. */
export interface ValueAxis {
  labelExpr?: string;
  tickCount?: number;
}

/** Small and large numbers with their power of ten, in Vega's expression language. */
const LOG_LABEL = "datum.value >= 0.01 && datum.value < 1e6 " +
  "? format(datum.value, ',~g') : format(datum.value, '~e')";

/** The first digit of a tick, of which each stands at one. */
const MANTISSA = "round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))";

/** From this many powers of ten on, a logarithmic axis shows powers only: of a chart, of a panel. */
const MANY_DECADES = { chart: 3, panel: 1.5 };

/** The most powers of ten that an axis can label, and about as many ticks within one. */
const MAX_TICKS = 8;

/** Room between the ends of an axis and the outermost points, in pixels. */
const PADDING = 6;

/**
 * A scale that ends where the data does: neither at zero nor at the next round number.
 *
 * @param values All that it has to show, where a layer that shows none of it yet has the scale too.
 */
export function valueScale(type: ScaleType, values: Iterable<number> = []): ValueScale {
  const [low, high] = extent(values);
  return {
    type,
    nice: false,
    padding: PADDING,
    ...(type === "log" ? {} : { zero: false }),
    ...(low <= high ? { domain: [low, high] } : {}),
  };
}

/**
 * The ticks of a logarithmic axis, as many as can be told apart: over many powers of ten these, over few
 * also their 2 and 5, within one what d3 chooses. Vega's choice on linear axes.
 *
 * @param scale Vega's name of the scale of a chart that may be zoomed; none of a panel among others.
 */
export function valueAxis(type: ScaleType, values: NumberList, scale?: string): ValueAxis {
  if (type === "linear") return {};
  const [low, high] = extent(Array.from(values).filter((value) => value > 0).map(Math.log10));
  const decades = Math.max(0, high - low);
  const span = scale === undefined
    ? String(decades)
    : `log(domain('${scale}')[1] / domain('${scale}')[0]) / LN10`;
  const many = scale === undefined ? MANY_DECADES.panel : MANY_DECADES.chart;
  const digits = `${span} < 1 ? [${MANTISSA}] : ${span} < ${many} ? [1, 2, 5] : [1]`;
  return {
    // d3 shows powers alone where there are at least as many of them as ticks are asked for.
    tickCount: decades < MANY_DECADES.chart ? MAX_TICKS : Math.min(MAX_TICKS, decades),
    labelExpr: `indexof(${digits}, ${MANTISSA}) < 0 ? '' : ${LOG_LABEL}`,
  };
}

/**
 * The format of a linear axis of values in this format: of percentages as many decimals as the steps
 * need, so that no two ticks read alike; Vega's choice of any other numbers.
 */
export function stepFormat(format: string): { format?: string } {
  return format.endsWith("%") ? { format: "%" } : {};
}

/** A title of a letter or two beside a vertical axis stands upright: lying, λ is no λ. */
export function uprightTitle(title: string): { titleAngle?: number; titleAlign?: "right" } {
  return [1, 2].includes(title.length) ? { titleAngle: 0, titleAlign: "right" } : {};
}

/** No more ticks than whole numbers, where all values are whole. */
export function wholeTicks(type: ScaleType, values: readonly number[]): ValueAxis {
  if (type === "log" || !values.every(Number.isInteger)) return {};
  const [low, high] = extent(values);
  return { tickCount: Math.max(1, Math.min(10, high - low)) };
}
