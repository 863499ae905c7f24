/**
 * Vega-Lite specs to SVG and PNG, without a browser or canvas.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { escapeXml, unescapeXml } from "../../internal/escape.ts";
import { isBoldWeight, loadRasterizer } from "./fonts.ts";
import { encodePalettePng } from "./palette_png.ts";
import { FIXED, onPaper } from "./theme.ts";
import { loadVega } from "./vega.ts";

/** A Vega-Lite specification, version 5: JSON that any Vega-Lite 5 front end draws. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

/** What a drawing lies on: white paper, as in a file, or a page, whose colours it takes over. */
export type Ground = "paper" | "page";

/** What the root of an SVG document says about its colours and its size. */
const ROOT_STYLE: Readonly<Record<Ground, string>> = {
  paper: `color="${FIXED.ink}"`,
  page: 'style="color-scheme: light dark; color: CanvasText; max-width: 100%; height: auto"',
};

/** The spec drawn as an SVG document, labelled with its description. */
export async function renderSvg(spec: VegaLiteSpec, ground: Ground = "paper"): Promise<string> {
  return await withTextLengths(await labelledSvg(spec, ground));
}

/** The spec drawn as PNG bytes; `scale` device pixels to one CSS pixel. */
export async function renderPng(spec: VegaLiteSpec, scale: number): Promise<Uint8Array> {
  return await rasterize(await labelledSvg(spec, "paper"), scale);
}

async function labelledSvg(spec: VegaLiteSpec, ground: Ground): Promise<string> {
  const drawn = await drawSvg(ground === "paper" ? onPaper(spec) : spec);
  const svg = withFixedIds(withoutInvisible(drawn));
  const label = typeof spec.description === "string"
    ? ` role="img" aria-label="${escapeXml(spec.description)}"`
    : "";
  return svg.replace("<svg ", () => `<svg ${ROOT_STYLE[ground]}${label} `);
}

async function drawSvg(spec: VegaLiteSpec): Promise<string> {
  const { vega, vegaLite } = await loadVega();
  // Vega tags the rows that it is given; the caller's stay as they are.
  const own = structuredClone(spec) as unknown as TopLevelSpec;
  const compiled = vegaLite.compile(own).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** What is there for the pointer only has no place in a drawing, and is most of its size. */
function withoutInvisible(svg: string): string {
  return svg
    .replaceAll(/<g class="mark-path role-mark [^"]*voronoi"[^>]*>.*?<\/g>/gs, "")
    .replaceAll(/<path [^>]* opacity="0"[^>]*\/>/g, "");
}

/** Vega counts clip paths on from one drawing to the next; here each drawing counts from 0. */
function withFixedIds(svg: string): string {
  const ids = new Map<string, string>();
  for (const [, id] of svg.matchAll(/ id="([^"]+)"/g)) ids.set(id, `clip${ids.size}`);
  return svg
    .replaceAll(/ id="([^"]+)"/g, (_, id) => ` id="${ids.get(id)}"`)
    .replaceAll(/url\(#([^)]+)\)/g, (_, id) => `url(#${ids.get(id)})`);
}

/** Texts as wide as they were laid out, also where the reader's system has none of their fonts. */
async function withTextLengths(svg: string): Promise<string> {
  const { measure } = await loadRasterizer();
  return svg.replaceAll(LINE_OF_TEXT, (_, attributes: string, fontSize: string, text: string) => {
    const [, weight] = attributes.match(/ font-weight="([^"]*)"/) ?? [];
    const width = measure.width(unescapeXml(text), Number(fontSize), isBoldWeight(weight));
    const length = `textLength="${width.toFixed(2)}" lengthAdjust="spacingAndGlyphs"`;
    return `<text ${attributes} ${length}>${text}</text>`;
  });
}

const LINE_OF_TEXT = /<text ([^>]*font-size="([0-9.]+)px"[^>]*)>([^<]+)<\/text>/g;

async function rasterize(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg, font, warn } = await loadRasterizer();
  warn(svg);
  const resvg = new Resvg(svg, {
    font,
    background: "white",
    fitTo: { mode: "zoom", value: scale },
  });
  try {
    const image = resvg.render();
    const png = await encodePalettePng(image);
    image.free();
    return png;
  } finally {
    resvg.free();
  }
}
