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
}

/** Axis properties of a quantitative channel. */
export interface ValueAxis {
  labelExpr?: string;
  tickCount?: number;
  values?: number[];
}

/** Small and large numbers with their power of ten, in Vega's expression language. */
const LOG_LABEL = "datum.value >= 0.1 && datum.value < 1e6 " +
  "? format(datum.value, '~g') : format(datum.value, '~e')";

/** From this many powers of ten on, a logarithmic axis shows powers only. */
const MANY_DECADES = 2;

/** The most powers of ten that an axis can label. */
const MAX_POWERS = 10;

/** A scale that shows the data's range, not the way to zero. */
export function valueScale(type: ScaleType): ValueScale {
  return type === "log" ? { type } : { type, zero: false };
}

/** On logarithmic axes powers of ten, as many as can be told apart; Vega's choice on linear ones. */
export function valueAxis(type: ScaleType, values: NumberList): ValueAxis {
  if (type === "linear") return {};
  const exponents = Array.from(values).filter((value) => value > 0).map(Math.log10);
  const [low, high] = [Math.floor(extent(exponents)[0]), Math.ceil(extent(exponents)[1])];
  if (high - low < MANY_DECADES) return { labelExpr: LOG_LABEL };
  const stride = Math.ceil((high - low + 1) / MAX_POWERS);
  const count = Math.floor((high - low) / stride) + 1;
  return {
    labelExpr: LOG_LABEL,
    values: Array.from({ length: count }, (_, i) => Number(`1e${low + i * stride}`)),
  };
}

/** No more ticks than whole numbers, where all values are whole. */
export function wholeTicks(type: ScaleType, values: readonly number[]): ValueAxis {
  if (type === "log" || !values.every(Number.isInteger)) return {};
  const [low, high] = extent(values);
  return { tickCount: Math.max(1, Math.min(10, high - low)) };
}
