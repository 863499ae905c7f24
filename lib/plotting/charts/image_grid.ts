/**
 * Pictures side by side.
 *
 * @module
 */

import { checkArray, checkInstance, checkInteger, expectation } from "../../internal/checks.ts";
import type { KnownSizes } from "../../internal/complete_shape.ts";
import { DrawnGrid, type ImageGrid } from "./drawn_grid.ts";
import { labelRoom } from "./grid_drawing.ts";
import { type ImageSizes, MOST_PIXELS, sizesOf } from "./image_sizes.ts";
import { checkLength, checkNotEmpty, resolveOptions } from "../drawing/options.ts";
import { inColor, tile, type Tiling } from "../drawing/raster.ts";

/** Options of {@linkcode imageGrid}. */
export interface ImageGridOptions extends ImageSizes {
  /** Images per row; default the square root of their number, rounded up. */
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
  /** Title above the grid; default `""`, none. */
  readonly title?: string;
}

const DEFAULTS: Required<ImageGridOptions> = {
  imageWidth: 0, // as the number of bytes says
  imageHeight: 0,
  channels: 0,
  columns: 0,
  scale: 2,
  padding: 2,
  captions: [],
  rowLabels: [],
  columnLabels: [],
  title: "",
};

/**
 * Pictures in a grid, row by row, with texts beside, above and below them where given: sample
 * images per class, say, or the most confident mistakes.
 *
 * @param images Each `height · width · channels` bytes in the order height, width, channel. Images that
 *   are squares in colour or in grey need no sizes among the options.
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
 * const grid = imageGrid([grey(0), grey(90), grey(180)], { columns: 3 });
 * assertEquals([grid.width, grid.height], [3 * 8 + 2 * 2, 8]);
 * assertEquals(grid.summary, "3 images of 8 × 8 in 1 row of 3");
 * ```
 */
export function imageGrid(
  images: readonly Uint8Array[],
  options: ImageGridOptions = {},
): ImageGrid {
  const resolved = resolveOptions("imageGrid", DEFAULTS, options);
  checkGridOptions(resolved);
  const { height, width, channels } = checkImages(images, options);
  const { captions, rowLabels, columnLabels, padding, scale, title } = resolved;
  const columns = resolved.columns || Math.ceil(Math.sqrt(images.length));
  const numRows = Math.ceil(images.length / columns);
  checkTexts("captions", captions, images.length);
  checkTexts("rowLabels", rowLabels, numRows);
  checkTexts("columnLabels", columnLabels, columns);
  const tiling: Tiling = {
    columns,
    tileWidth: width,
    tileHeight: height,
    columnGap: padding,
    rowGap: padding + labelRoom(captions, scale),
    background: 255,
  };
  const rows = numRows === 1 ? "1 row" : `${numRows} rows`;
  const what = `${images.length} images of ${height} × ${width} in ${rows} of ${columns}`;
  const summary = title ? `${title}: ${what}` : what;
  return new DrawnGrid(
    tile(images.map((image) => inColor(image, channels)), numRows, tiling),
    summary,
    {
      tiling,
      numImages: images.length,
      scale,
      title,
      captions,
      rowLabels,
      columnLabels,
    },
  );
}

function checkGridOptions(options: Required<ImageGridOptions>): void {
  checkInteger("columns", options.columns, 0, MOST_PIXELS);
  checkInteger("scale", options.scale, 1, 64);
  checkInteger("padding", options.padding, 0, MOST_PIXELS);
}

function checkImages(images: readonly Uint8Array[], options: ImageSizes): Required<KnownSizes> {
  checkNotEmpty("images", images);
  checkArray("images", images, (name, image) => checkInstance(name, image, Uint8Array));
  const sizes = sizesOf("images[0].length", images[0].length, options);
  const odd = images.findIndex(({ length }) => length !== images[0].length);
  if (odd < 0) return sizes;
  const { height, width, channels } = sizes;
  const expected = `${images[0].length} bytes (${height} × ${width} × ${channels})`;
  throw new RangeError(expectation(`images[${odd}]`, expected, images[odd]));
}

function checkTexts(name: string, texts: readonly string[], length: number): void {
  if (texts.length > 0) checkLength(name, texts, length, "the grid");
}
