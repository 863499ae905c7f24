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
  "#808080",
];

/**
 * The page's own colours, so that a chart suits a light and a dark page: its text colour, and the
 * ground of JupyterLab's, VS Code's or any other page. {@link onPaper} puts fixed ones in their place.
 */
export const INK = "currentColor";
export const PAPER = "var(--jp-layout-color0, var(--vscode-editor-background, Canvas))";

/** INK and PAPER in files, which are on no page. */
export const FIXED = { ink: "#222222", paper: "#FFFFFF" } as const;

/** What stands for itself in every chart; readable on light and on dark pages. */
export const COLORS = {
  main: "#0072B2",
  accent: "#D55E00",
  muted: "#8C8C8C",
  faint: "rgba(0, 114, 178, 0.35)",
  absent: "rgba(128, 128, 128, 0.3)",
  pending: "rgba(128, 128, 128, 0.07)",
  /** On light colours of the data, and on dark ones. */
  onLight: "#222222",
  onDark: "white",
} as const;

/** Styles of marks that need the page's ground: text over lines, and the gaps between cells. */
export const STYLE = { halo: "halo", cell: "cell" } as const;

/** Perceptually uniform, readable in grey and for the colour-blind. */
export const SEQUENTIAL_SCHEME = "viridis";

/** The same for points and lines, without the dark end that dark pages swallow. */
export const POINT_SCHEME: { name: "viridis"; extent: [number, number] } = {
  name: "viridis",
  extent: [0.25, 0.95],
};

/**
 * Arimo is the face that we measure and draw with; Arial, Helvetica and Liberation Sans have the
 * same widths, so that a browser without Arimo lays a chart out the same.
 */
export const FONT = "Arimo, Arial, Helvetica, 'Liberation Sans', sans-serif";

/** Charts are at most this wide, in CSS pixels: the output area of a notebook beside a sidebar. */
export const MAX_WIDTH = 700;

/** Vega-Lite's `config`, part of every spec. */
export const THEME: Config = {
  background: "transparent",
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
    subtitleColor: INK,
    color: INK,
    offset: 10,
    limit: MAX_WIDTH,
  },
  axis: {
    titleFontSize: 12,
    titleFontWeight: "normal",
    titleColor: INK,
    titlePadding: 8,
    labelFontSize: 11,
    labelColor: INK,
    labelOpacity: 0.85,
    labelLimit: 180,
    labelSeparation: 6,
    domainColor: "#888888",
    tickColor: "#888888",
    gridColor: INK,
    gridOpacity: 0.12,
  },
  legend: {
    titleFontSize: 12,
    titleFontWeight: "normal",
    titleColor: INK,
    labelColor: INK,
    labelFontSize: 11,
    titleLimit: 200,
    labelLimit: 200,
    symbolSize: 60,
    symbolStrokeWidth: 2.5,
    symbolOpacity: 1,
  },
  header: { labelFontSize: 12, labelColor: INK, titleFontSize: 12, titleColor: INK },
  line: { strokeWidth: 1.8, strokeJoin: "round" },
  rule: { strokeWidth: 1.2 },
  text: { color: INK },
  style: {
    // JupyterLab's dark theme sets these two.
    "guide-label": { fill: INK },
    "guide-title": { fill: INK },
    [STYLE.halo]: { stroke: PAPER, strokeWidth: 4, strokeJoin: "round" },
    [STYLE.cell]: { stroke: PAPER },
  },
};

/** A spec of this theme in fixed colours, dark on white paper; any other spec as it is. */
export function onPaper<S extends { readonly config?: unknown }>(spec: S): S {
  const config = JSON.stringify(spec.config ?? {});
  if (!config.includes(PAPER)) return spec;
  const fixed = config.replaceAll(PAPER, FIXED.paper).replace("transparent", FIXED.paper);
  return { ...spec, config: JSON.parse(fixed) };
}
