/**
 * Texts around and under the images of a grid.
 *
 * @module
 */

import { escapeXml } from "../../internal/escape.ts";
import { loadRasterizer, type Rasterizer, TextMeasure } from "../drawing/fonts.ts";
import { CHANNELS, type Raster, type Tiling } from "../drawing/raster.ts";
import { FONT } from "../drawing/theme.ts";

/** Texts and the grid that they belong to; empty lists for none. */
export interface GridLabels {
  readonly captions: readonly string[];
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly tiling: Tiling;
  /** CSS pixels to one image pixel. */
  readonly scale: number;
}

/** Sizes of texts and of the room beside them, in CSS pixels. */
const FONT_SIZE = 12;
const LINE_HEIGHT = 18;
const GAP = 8;

/** Grey of texts: a contrast of 4 and more on white and on black, since the page is either. */
const TEXT_LEVEL = 0x76;

/** The empty part of a last letter, which its text's measured width leaves out. */
const BEARING = 1;

/** One text, placed in CSS pixels. */
interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: "end" | "middle";
}

/** Image pixels that a line of text takes where `scale` CSS pixels show one; 0 without texts. */
export function labelRoom(texts: readonly string[], scale: number): number {
  return texts.length > 0 ? Math.ceil(LINE_HEIGHT / scale) : 0;
}

/** The enlarged grid with its texts, transparent between and around: it suits any page. */
export async function drawLabels(
  grid: Raster,
  labels: GridLabels,
  pixelRatio: number,
): Promise<Raster> {
  const rasterizer = await loadRasterizer();
  const measure = new TextMeasure(rasterizer);
  const left = rowLabelWidth(labels.rowLabels, measure);
  const top = labels.columnLabels.length > 0 ? LINE_HEIGHT : 0;
  const bottom = labels.captions.length > 0 ? LINE_HEIGHT : 0;
  const width = left + grid.width / pixelRatio;
  const height = top + grid.height / pixelRatio + bottom;
  const svg = toSvg(placeTexts(labels, left, top, measure), width, height);
  rasterizer.warn(svg);
  const drawing = rasterizeTexts(svg, rasterizer, pixelRatio);
  const corner = [left * pixelRatio, top * pixelRatio] as const;
  placeImages(drawing, grid, labels.tiling, labels.scale * pixelRatio, corner);
  return drawing;
}

function rowLabelWidth(rowLabels: readonly string[], measure: TextMeasure): number {
  const widths = rowLabels.map((text) => measure.width(text, FONT_SIZE) + BEARING + GAP);
  return Math.ceil(widths.reduce((a, b) => Math.max(a, b), 0));
}

function placeTexts(
  { captions, rowLabels, columnLabels, tiling, scale }: GridLabels,
  left: number,
  top: number,
  measure: TextMeasure,
): PlacedText[] {
  const { columns, tileWidth, tileHeight, columnGap, rowGap } = tiling;
  const [stepX, stepY] = [(tileWidth + columnGap) * scale, (tileHeight + rowGap) * scale];
  const centre = (column: number): number => left + column * stepX + tileWidth * scale / 2;
  const fit = (text: string): string => shorten(text, stepX - 2, measure);
  const baseline = 0.36 * FONT_SIZE;
  return [
    ...rowLabels.map((text, row) => ({
      text,
      x: left - GAP,
      y: top + row * stepY + tileHeight * scale / 2 + baseline,
      anchor: "end" as const,
    })),
    ...columnLabels.map((text, column) => ({
      text: fit(text),
      x: centre(column),
      y: FONT_SIZE,
      anchor: "middle" as const,
    })),
    ...captions.map((text, i) => ({
      text: fit(text),
      x: centre(i % columns),
      y: top + Math.floor(i / columns) * stepY + tileHeight * scale + FONT_SIZE + 1,
      anchor: "middle" as const,
    })),
  ];
}

/** The text, or as much of it as fits in `width` CSS pixels with an ellipsis. */
function shorten(text: string, width: number, measure: TextMeasure): string {
  if (measure.width(text, FONT_SIZE) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 0) {
    characters.pop();
    const shortened = `${characters.join("").trimEnd()}…`;
    if (measure.width(shortened, FONT_SIZE) <= width) return shortened;
  }
  return "";
}

function toSvg(texts: readonly PlacedText[], width: number, height: number): string {
  const elements = texts.map(({ text, x, y, anchor }) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${escapeXml(text)}</text>`
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<g font-family="${FONT}" font-size="${FONT_SIZE}" fill="rgb(${TEXT_LEVEL},${TEXT_LEVEL},${TEXT_LEVEL})">` +
    `${elements.join("")}</g></svg>`;
}

/** The drawn texts: 4 bytes a pixel (R, G, B, A), transparent around them. */
function rasterizeTexts(svg: string, { Resvg, font }: Rasterizer, pixelRatio: number): Raster {
  const resvg = new Resvg(svg, { font, fitTo: { mode: "zoom", value: pixelRatio } });
  const image = resvg.render();
  const { width, height } = image;
  // resvg's colours are multiplied by their opacity, a PNG's are not; here there is but one.
  const pixels = image.pixels.map((value, i) => i % 4 === 3 ? value : TEXT_LEVEL);
  image.free();
  resvg.free();
  return { width, height, pixels };
}

/** The images of the enlarged grid, opaque, at their places on the drawing. */
function placeImages(
  drawing: Raster,
  grid: Raster,
  { columns, tileWidth, tileHeight, columnGap, rowGap }: Tiling,
  factor: number,
  [left, top]: readonly [number, number],
): void {
  const [stepX, stepY] = [(tileWidth + columnGap) * factor, (tileHeight + rowGap) * factor];
  for (let y = 0; y < grid.height; y++) {
    for (let x = 0; x < grid.width; x++) {
      const isGap = x % stepX >= tileWidth * factor || y % stepY >= tileHeight * factor;
      if (isGap || x >= columns * stepX) continue;
      const from = (y * grid.width + x) * CHANNELS;
      const to = ((y + top) * drawing.width + x + left) * 4;
      drawing.pixels.set(grid.pixels.subarray(from, from + CHANNELS), to);
      drawing.pixels[to + 3] = 255;
    }
  }
}
