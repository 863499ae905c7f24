/**
 * The axes of parallel coordinates: Vega-Lite has one vertical axis a view, so they are drawn.
 *
 * @module
 */

import type { Dimension } from "./dimensions.ts";
import { haloText } from "../drawing/halo_text.ts";
import { finite } from "../drawing/numbers.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";

/** Where a value lies on its axis: 0 at the foot, 1 at the top. */
export const POSITION: Encoding["y"] = {
  field: "position",
  type: "quantitative",
  axis: null,
  scale: { domain: [0, 1], nice: false },
};

/** The axes themselves, in front of the lines. */
export function axisLayer(names: readonly string[]): Layer {
  return {
    data: { values: names.map((dimension) => ({ dimension })) },
    mark: { type: "rule", color: "#808080" },
    encoding: { y: { value: 0 }, y2: { value: "height" } },
  };
}

/** The values beside each axis, on a ground of their own so that lines do not cross them out. */
export function tickLayer(axes: readonly Dimension[]): Layer {
  const values = axes.flatMap(({ title, ticks }) =>
    ticks.map(({ position, text }) => ({ dimension: title, position: finite(position), text }))
  );
  const layer = haloText({ align: "right", dx: -5 }, { y: POSITION, text: { field: "text" } });
  return { data: { values }, layer };
}
