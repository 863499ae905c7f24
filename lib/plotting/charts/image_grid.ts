/**
 * Pictures side by side.
 *
 * @module
 */

import { checkOptions, integer, type OptionChecks, required } from "../../internal/options.ts";
import {
  checkArray,
  checkFunction,
  checkInstance,
  checkInteger,
  checkObject,
  checkString,
  expectation,
} from "../../internal/checks.ts";
import type { DisplayData, MimeBundle, Picture } from "../drawing/chart.ts";
import { drawLabels, labelRoom } from "./grid_labels.ts";
import { checkLength, checkNotEmpty, resolveOptions } from "../drawing/options.ts";
import { withDescription } from "../drawing/png_text.ts";
import { CHANNELS, encodePng, enlarge, type Raster, tile, type Tiling } from "../drawing/raster.ts";

/** Device pixels to one CSS pixel. */
const PIXEL_RATIO = 2;

/** Options of {@linkcode imageGrid}. */
export interface ImageGridOptions {
  /** Pixels that an image is wide; default 32. */
  readonly imageWidth?: number;
  /** Pixels that an image is high; default 32. */
  readonly imageHeight?: number;
  /** Images a row; default the square root of their number, rounded up. */
  readonly columns?: number;
  /** CSS pixels to one image pixel; default 2. */
  readonly scale?: number;
  /** Image pixels between two images; default 2. */
  readonly padding?: number;
  /** A text under each image; default none. */
  readonly captions?: readonly string[];
  /** A text left of each row; default none. */
  readonly rowLabels?: readonly string[];
  /** A text above each column; default none. */
  readonly columnLabels?: readonly string[];
  /** What the grid shows, for its plain-text form; default `"Image grid"`. */
  readonly title?: string;
}

/** Of a side of an image and of the gap between two; also how many stand in a row. */
export const MOST_PIXELS = 4096;

const DEFAULTS: Required<ImageGridOptions> = {
  imageWidth: 32,
  imageHeight: 32,
  columns: 0,
  scale: 2,
  padding: 2,
  captions: [],
  rowLabels: [],
  columnLabels: [],
  title: "Image grid",
};

/** How an {@linkcode ImageGrid} is shown. */
export interface GridLook {
  /** CSS pixels to one image pixel. */
  readonly scale: number;
  /**
   * Draws what belongs around the enlarged grid, at `pixelRatio` device pixels to a CSS pixel; what
   * comes back may have 4 bytes a pixel, the fourth its opacity.
   */
  readonly decorate?: (enlarged: Raster, pixelRatio: number) => Promise<Raster>;
}

/** A grid of images: its pixels, and its PNG at a readable size. */
export class ImageGrid implements Picture, Raster {
  /** Pixels a row, before enlargement and without labels. */
  readonly width: number;
  /** Rows of pixels, likewise. */
  readonly height: number;
  /** `width · height · 3` bytes: R, G, B. */
  readonly pixels: Uint8Array;
  /** One line of text that says what the grid shows. */
  readonly summary: string;
  readonly #look: GridLook;

  /** A grid of the given pixels; {@linkcode imageGrid} and {@linkcode visualizeGrid} make them. */
  constructor(raster: Raster, summary: string, look: GridLook) {
    checkRaster("raster", raster);
    checkString("summary", summary);
    checkOptions("ImageGrid", look, LOOK);
    this.width = raster.width;
    this.height = raster.height;
    this.pixels = raster.pixels;
    this.summary = summary;
    this.#look = look;
  }

  /** The grid with its texts as PNG bytes: two device pixels to one CSS pixel, sharp edges. */
  async toPng(): Promise<Uint8Array> {
    return this.#encode(await this.#draw());
  }

  #encode(drawn: Raster): Uint8Array {
    return withDescription(encodePng(drawn), this.summary);
  }

  async #draw(): Promise<Raster> {
    const { scale, decorate } = this.#look;
    const enlarged = enlarge(this, scale * PIXEL_RATIO);
    return decorate === undefined ? enlarged : await decorate(enlarged, PIXEL_RATIO);
  }

  /** PNG, and the summary. */
  async toMimeBundle(): Promise<MimeBundle> {
    return (await this.toDisplayData()).data;
  }

  /** The MIME bundle and the PNG's size in CSS pixels. */
  async toDisplayData(): Promise<DisplayData> {
    const drawn = await this.#draw();
    const size = { width: drawn.width / PIXEL_RATIO, height: drawn.height / PIXEL_RATIO };
    return {
      data: { "image/png": this.#encode(drawn).toBase64(), "text/plain": this.summary },
      metadata: { "image/png": { ...size, alt: this.summary } },
    };
  }

  /** What Deno's Jupyter kernel asks a cell's value for. */
  [Symbol.for("Jupyter.display")](): Promise<MimeBundle> {
    return this.toMimeBundle();
  }
}

/**
 * Pictures in a grid, row by row, with texts beside, above and below them where given: sample
 * images a class, say, or the most confident mistakes.
 *
 * @param images Each `height · width · 3` bytes in the order height, width, channel (R, G, B).
 * @throws {TypeError} If there are no images.
 * @throws {RangeError} If an image or a list of texts has another length than the grid needs, or an
 *   option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { imageGrid } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const grey = (level: number) => new Uint8Array(8 * 8 * 3).fill(level);
 * const grid = imageGrid([grey(0), grey(90), grey(180)], { imageWidth: 8, imageHeight: 8, columns: 3 });
 * assertEquals([grid.width, grid.height], [3 * 8 + 2 * 2, 8]);
 * assertEquals(grid.summary, "Image grid: 3 images of 8 × 8 in 1 row of 3");
 * ```
 */
export function imageGrid(
  images: readonly Uint8Array[],
  options: ImageGridOptions = {},
): ImageGrid {
  const resolved = resolveOptions("imageGrid", DEFAULTS, options);
  checkGridOptions(resolved);
  checkImages(images, resolved);
  const { captions, rowLabels, columnLabels, imageWidth, imageHeight, padding, scale } = resolved;
  const columns = resolved.columns || Math.ceil(Math.sqrt(images.length));
  const numRows = Math.ceil(images.length / columns);
  checkTexts("captions", captions, images.length);
  checkTexts("rowLabels", rowLabels, numRows);
  checkTexts("columnLabels", columnLabels, columns);
  const tiling: Tiling = {
    columns,
    tileWidth: imageWidth,
    tileHeight: imageHeight,
    columnGap: padding,
    rowGap: padding + labelRoom(captions, scale),
    background: 255,
  };
  const rows = numRows === 1 ? "1 row" : `${numRows} rows`;
  const size = `${imageHeight} × ${imageWidth}`;
  const summary = `${resolved.title}: ${images.length} images of ${size} in ${rows} of ${columns}`;
  const hasLabels = captions.length + rowLabels.length + columnLabels.length > 0;
  const labels = { captions, rowLabels, columnLabels, tiling, scale };
  return new ImageGrid(tile(images, numRows, tiling), summary, {
    scale,
    decorate: hasLabels ? (enlarged, ratio) => drawLabels(enlarged, labels, ratio) : undefined,
  });
}

function checkGridOptions(options: Required<ImageGridOptions>): void {
  checkInteger("imageWidth", options.imageWidth, 1, MOST_PIXELS);
  checkInteger("imageHeight", options.imageHeight, 1, MOST_PIXELS);
  checkInteger("columns", options.columns, 0, MOST_PIXELS);
  checkInteger("scale", options.scale, 1, 64);
  checkInteger("padding", options.padding, 0, MOST_PIXELS);
}

function checkImages(images: readonly Uint8Array[], size: Required<ImageGridOptions>): void {
  checkNotEmpty("images", images);
  checkArray("images", images);
  const { imageWidth, imageHeight } = size;
  const numBytes = imageWidth * imageHeight * CHANNELS;
  for (const [i, image] of images.entries()) {
    if (image instanceof Uint8Array && image.length === numBytes) continue;
    const expected = `${numBytes} bytes (${imageHeight} × ${imageWidth} × ${CHANNELS})`;
    throw new RangeError(expectation(`images[${i}]`, expected, image));
  }
}

function checkTexts(name: string, texts: readonly string[], length: number): void {
  if (texts.length > 0) checkLength(name, texts, length, "the grid");
}

const LOOK: OptionChecks<GridLook> = {
  scale: required(integer(1, 64)),
  decorate: checkFunction,
};

function checkRaster(name: string, value: unknown): asserts value is Raster {
  checkObject(name, value);
  const { width, height, pixels } = value as Raster;
  checkInteger(`${name}.width`, width, 0);
  checkInteger(`${name}.height`, height, 0);
  checkInstance(`${name}.pixels`, pixels, Uint8Array);
  if (pixels.length === width * height * CHANNELS) return;
  const expected = `width * height * ${CHANNELS} = ${width * height * CHANNELS}`;
  throw new RangeError(expectation(`${name}.pixels.length`, expected, pixels.length));
}
