/**
 * The one theme of all charts: colours that the colour-blind can tell apart, fonts, sizes.
 *
 * @module
 */

import type { Config } from "vega-lite";

/**
 * Colours for categories: Okabe and Ito, "Color Universal Design" (2008), without the yellow that
 * white paper swallows.
 */
export const CATEGORY_COLORS: readonly string[] = [
  "#0072B2",
  "#D55E00",
  "#009E73",
  "#CC79A7",
  "#E69F00",
  "#56B4E9",
  "#333333",
];

/** What stands for itself in every chart. */
export const COLORS = {
  main: "#0072B2",
  accent: "#D55E00",
  muted: "#9A9A9A",
  faint: "#A9C8E0",
  absent: "#DDDDDD",
  pending: "#F6F6F6",
  ink: "#222222",
} as const;

/** Perceptually uniform, readable in grey and for the colour-blind. */
export const SEQUENTIAL_SCHEME = "viridis";

/**
 * Arimo is the face that we measure and draw with; Arial, Helvetica and Liberation Sans have the
 * same widths, so that a browser without Arimo lays a chart out the same.
 */
export const FONT = "Arimo, Arial, Helvetica, 'Liberation Sans', sans-serif";

/** Charts are at most this wide, in CSS pixels: the output area of a notebook beside a sidebar. */
export const MAX_WIDTH = 700;

/** Vega-Lite's `config`, part of every spec. */
export const THEME: Config = {
  background: "white",
  padding: 8,
  font: FONT,
  view: { stroke: null },
  mark: { color: COLORS.main },
  range: { category: [...CATEGORY_COLORS] },
  title: {
    anchor: "start",
    frame: "group",
    fontSize: 15,
    subtitleFontSize: 12,
    subtitleColor: "#555555",
    color: COLORS.ink,
    offset: 10,
    limit: MAX_WIDTH,
  },
  axis: {
    titleFontSize: 12,
    titleFontWeight: "normal",
    titleColor: COLORS.ink,
    titlePadding: 8,
    labelFontSize: 11,
    labelColor: "#444444",
    labelLimit: 180,
    domainColor: "#888888",
    tickColor: "#888888",
    gridColor: "#E6E6E6",
  },
  legend: {
    titleFontSize: 12,
    titleFontWeight: "normal",
    labelFontSize: 11,
    titleLimit: 200,
    labelLimit: 200,
    symbolSize: 60,
    symbolStrokeWidth: 2.5,
    symbolOpacity: 1,
  },
  header: { labelFontSize: 12, labelColor: COLORS.ink, titleFontSize: 12 },
  line: { strokeWidth: 1.8, strokeJoin: "round" },
  rule: { strokeWidth: 1.2 },
};
