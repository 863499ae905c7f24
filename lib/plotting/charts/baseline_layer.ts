/**
 * A value to compare with, as a dashed line across a chart.
 *
 * @module
 */

import { finite } from "../drawing/numbers.ts";
import type { Layer } from "../drawing/spec_types.ts";
import { COLORS } from "../drawing/theme.ts";

/** The line on the axis of values, or nothing where there is no baseline. */
export function baselineLayer(
  { baseline, valueTitle: title }: { baseline: number | null; valueTitle: string },
): Layer[] {
  if (baseline === null) return [];
  return [{
    data: { values: [{ baseline: finite(baseline) }] },
    mark: { type: "rule", strokeDash: [4, 3], color: COLORS.accent },
    encoding: {
      x: { field: "baseline", type: "quantitative", title },
      y: { value: 0 },
      y2: { value: "height" },
    },
  }];
}
