/**
 * What charts answer to where they are drawn by Vega: zooming, a legend to click, the point nearest to
 * the pointer. A drawing in a file shows none of it.
 *
 * @module
 */

import type { Encoding, Layer, UnitView } from "./spec_types.ts";
import { INK } from "./theme.ts";

/** A thing that a view answers to. */
export type Param = NonNullable<UnitView["params"]>[number];

/**
 * Dragging moves the axes, a pinch or the wheel with Ctrl or ⌘ zooms (the wheel alone scrolls the
 * page), a double click shows everything again.
 */
export const ZOOM: Param = {
  name: "zoom",
  select: { type: "interval", zoom: "wheel![event.ctrlKey || event.metaKey]" },
  bind: "scales",
};

/** Dragging over a view picks what lies there; of several views, what lies in all their frames. */
export const BRUSH: Param = {
  name: "brush",
  select: {
    type: "interval",
    resolve: "intersect",
    mark: { fill: "#808080", fillOpacity: 0.15, stroke: "#808080" },
  },
};

/** How much of what is not chosen stays visible. */
const DIMMED = 0.12;

/**
 * A click on a legend's entry keeps it, and those clicked on before, and dims all others; another click
 * lets go of it. Of a chart's layers it belongs to the first that has the legend: Vega-Lite forgets it
 * where it merges the legends of others into that one's.
 */
export function legendToggle(field: string): Param {
  return {
    name: "legend",
    select: { type: "point", fields: [field], toggle: "true" },
    bind: "legend",
  };
}

/** The opacity of a mark while a choice is made; all of it while none is. */
export function dimmedUnless(...params: string[]): Encoding["opacity"] {
  const and = params.map((param) => ({ param }));
  return { condition: { test: { and }, value: 1 }, value: DIMMED };
}

const NEAREST = { nearest: true, on: "pointerover", clear: "pointerout" } as const;

/** The trial of the point under the pointer: in `number`, wherever it is drawn. */
export const HOVERED_TRIAL: Param = {
  name: "trial",
  select: { type: "point", fields: ["number"], ...NEAREST },
};

/**
 * Points that only the pointer brings out: the nearest one with its tooltip, on a rule down to the
 * horizontal axis.
 */
export function hoverLayers(encoding: Encoding, ...params: readonly Param[]): Layer[] {
  const hovered = { param: "hover", empty: false };
  return [
    {
      transform: [{ filter: hovered }],
      mark: { type: "rule", color: INK, strokeOpacity: 0.4, strokeWidth: 1, aria: false },
      encoding: { x: encoding.x },
    },
    {
      params: [{ name: "hover", select: { type: "point", ...NEAREST } }, ...params],
      // Labels for screen readers on each of hundreds of points would be noise, and half of the SVG.
      mark: { type: "point", filled: true, size: 70, aria: false },
      encoding: { ...encoding, opacity: { condition: { ...hovered, value: 1 }, value: 0 } },
    },
  ];
}
