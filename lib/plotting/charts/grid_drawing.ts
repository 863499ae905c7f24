/**
 * A grid of images as it is shown: enlarged, with texts around and under the images, transparent between
 * and around them, so that it suits any page.
 *
 * @module
 */

import { escapeXml } from "../../internal/escape.ts";
import { loadRasterizer, type Rasterizer, type TextMeasure } from "../drawing/fonts.ts";
import { CHANNELS, enlarge, type Raster, type Tiling } from "../drawing/raster.ts";
import { FONT, MAX_WIDTH } from "../drawing/theme.ts";

/** Where the images of a grid stand, and its texts; `""` and empty lists for none. */
export interface GridLayout {
  readonly tiling: Tiling;
  /** How many of the places hold an image. */
  readonly numImages: number;
  /** CSS pixels to one image pixel. */
  readonly scale: number;
  readonly title: string;
  readonly captions: readonly string[];
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
}

/** Sizes of texts and of the room beside them, in CSS pixels. */
const FONT_SIZE = 12;
const LINE_HEIGHT = 18;
const GAP = 8;
const TITLE = { fontSize: 15, top: 6, height: 32 };

/** Grey of texts: a contrast of 4 and more on white and on black, since the page is either. */
const TEXT_LEVEL = 0x76;

/** The empty part of a last letter, which its text's measured width leaves out. */
const BEARING = 1;

/** Bytes per pixel of a drawing: R, G, B, opacity. */
const DRAWN_CHANNELS = 4;

/** One text, placed in CSS pixels. */
interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly isTitle?: boolean;
}

/** Where the images start and how large all is, in CSS pixels. */
interface Frame {
  readonly margin: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Image pixels that a line of text takes where `scale` CSS pixels show one; 0 without texts. */
export function labelRoom(texts: readonly string[], scale: number): number {
  return texts.length > 0 ? Math.ceil(LINE_HEIGHT / scale) : 0;
}

/** The grid at `pixelRatio` device pixels to a CSS pixel: 4 bytes per pixel, the fourth its opacity. */
export async function drawGrid(
  grid: Raster,
  layout: GridLayout,
  pixelRatio: number,
): Promise<Raster> {
  const rasterizer = await loadRasterizer(), { measure } = rasterizer;
  const frame = frameOf(layout, measure);
  const svg = toSvg(placeTexts(layout, frame, measure), frame);
  rasterizer.warn(svg);
  const drawing = rasterizeTexts(svg, rasterizer, pixelRatio);
  const corner = [frame.left * pixelRatio, frame.top * pixelRatio] as const;
  const factor = layout.scale * pixelRatio;
  placeImages(drawing, enlarge(grid, factor), layout, factor, corner);
  return drawing;
}

/** All texts find room: captions may be as wide as an image with its gap, also at the edges. */
function frameOf(layout: GridLayout, measure: TextMeasure): Frame {
  const { tiling, numImages, scale, title, captions, rowLabels, columnLabels } = layout;
  const { columns, tileWidth, tileHeight, columnGap, rowGap } = tiling;
  const numRows = Math.ceil(numImages / columns);
  const hasWide = captions.length + columnLabels.length > 0;
  const margin = hasWide ? Math.ceil(columnGap * scale / 2) : 0;
  const left = rowLabelWidth(rowLabels, measure) + margin;
  const top = (title ? TITLE.height : 0) + (columnLabels.length > 0 ? LINE_HEIGHT : 0);
  const gridWidth = (columns * (tileWidth + columnGap) - columnGap) * scale;
  const gridHeight = (numRows * (tileHeight + rowGap) - rowGap) * scale;
  const titleWidth = Math.ceil(measure.width(title, TITLE.fontSize, true) + BEARING);
  return {
    margin,
    left,
    top,
    width: Math.max(left + gridWidth + margin, Math.min(margin + titleWidth, MAX_WIDTH)),
    height: top + gridHeight + (captions.length > 0 ? LINE_HEIGHT : 0),
  };
}

function rowLabelWidth(rowLabels: readonly string[], measure: TextMeasure): number {
  const widths = rowLabels.map((text) => measure.width(text, FONT_SIZE) + BEARING + GAP);
  return Math.ceil(widths.reduce((a, b) => Math.max(a, b), 0));
}

function placeTexts(
  { title, captions, rowLabels, columnLabels, tiling, scale }: GridLayout,
  { margin, left, top, width }: Frame,
  measure: TextMeasure,
): PlacedText[] {
  const { columns, tileWidth, tileHeight, columnGap, rowGap } = tiling;
  const [stepX, stepY] = [(tileWidth + columnGap) * scale, (tileHeight + rowGap) * scale];
  const centre = (column: number): number => left + column * stepX + tileWidth * scale / 2;
  const fit = (text: string): string => shorten(text, stepX - 2, measure);
  const ofTitle = {
    x: margin,
    y: TITLE.top + TITLE.fontSize,
    anchor: "start",
    isTitle: true,
  } as const;
  const baseline = 0.36 * FONT_SIZE;
  return [
    { text: shorten(title, width - margin - BEARING, measure, TITLE.fontSize, true), ...ofTitle },
    ...rowLabels.map((text, row) => ({
      text,
      x: left - GAP,
      y: top + row * stepY + tileHeight * scale / 2 + baseline,
      anchor: "end" as const,
    })),
    ...columnLabels.map((text, column) => ({
      text: fit(text),
      x: centre(column),
      y: top - LINE_HEIGHT + FONT_SIZE,
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
function shorten(
  text: string,
  width: number,
  measure: TextMeasure,
  fontSize = FONT_SIZE,
  isBold = false,
): string {
  const fits = (part: string): boolean => measure.width(part, fontSize, isBold) <= width;
  if (fits(text)) return text;
  const characters = Array.from(text);
  const shortened = (length: number): string =>
    `${characters.slice(0, length).join("").trimEnd()}…`;
  let [least, most] = [0, characters.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(shortened(middle))) least = middle;
    else most = middle - 1;
  }
  return least > 0 ? shortened(least) : "";
}

function toSvg(texts: readonly PlacedText[], { width, height }: Frame): string {
  const elements = texts.filter(({ text }) => text !== "").map(
    ({ text, x, y, anchor, isTitle }) => {
      const look = isTitle ? ` font-size="${TITLE.fontSize}" font-weight="bold"` : "";
      return `<text x="${x}" y="${y}" text-anchor="${anchor}"${look}>${escapeXml(text)}</text>`;
    },
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<g font-family="${FONT}" font-size="${FONT_SIZE}" fill="rgb(${TEXT_LEVEL},${TEXT_LEVEL},${TEXT_LEVEL})">` +
    `${elements.join("")}</g></svg>`;
}

/** The drawn texts: 4 bytes per pixel (R, G, B, A), transparent around them. */
function rasterizeTexts(svg: string, { Resvg, font }: Rasterizer, pixelRatio: number): Raster {
  const resvg = new Resvg(svg, { font, fitTo: { mode: "zoom", value: pixelRatio } });
  const image = resvg.render();
  const { width, height } = image;
  // resvg's colours are multiplied by their opacity, a PNG's are not; here there is but one.
  const pixels = image.pixels.map((value, i) =>
    i % DRAWN_CHANNELS === CHANNELS ? value : TEXT_LEVEL
  );
  image.free();
  resvg.free();
  return { width, height, pixels };
}

/** The images of the enlarged grid, opaque, at their places on the drawing. */
function placeImages(
  drawing: Raster,
  grid: Raster,
  { tiling, numImages }: GridLayout,
  factor: number,
  [left, top]: readonly [number, number],
): void {
  const { columns, tileWidth, tileHeight, columnGap, rowGap } = tiling;
  const [width, height] = [tileWidth * factor, tileHeight * factor];
  for (let image = 0; image < numImages; image++) {
    const x = (image % columns) * (tileWidth + columnGap) * factor;
    const y = Math.floor(image / columns) * (tileHeight + rowGap) * factor;
    for (let row = y; row < y + height; row++) {
      let from = (row * grid.width + x) * CHANNELS;
      let to = ((row + top) * drawing.width + x + left) * DRAWN_CHANNELS;
      for (let column = 0; column < width; column++) {
        drawing.pixels.set(grid.pixels.subarray(from, from += CHANNELS), to);
        drawing.pixels[to + CHANNELS] = 255;
        to += DRAWN_CHANNELS;
      }
    }
  }
}
