/**
 * Weights as pictures.
 *
 * @module
 */

import { checkInteger, expectation } from "../../internal/checks.ts";
import { DrawnGrid, type ImageGrid } from "./drawn_grid.ts";
import { type ImageSizes, MOST_PIXELS, sizesOf } from "./image_sizes.ts";
import { extent } from "../drawing/numbers.ts";
import {
  checkNotEmpty,
  checkNumbers,
  type NumberList,
  resolveOptions,
} from "../drawing/options.ts";
import { inColor, tile, type Tiling } from "../drawing/raster.ts";

/** A matrix whose columns are images: the first layer's weights, say. A `Matrix` is one. */
export interface WeightMatrix {
  /** Values per image: height · width · channels, in that order. */
  readonly rows: number;
  /** Number of images. */
  readonly cols: number;
  /** `rows · cols` values, row-major. */
  readonly data: NumberList;
}

/** Options of {@linkcode visualizeGrid}. */
export interface VisualizeGridOptions extends ImageSizes {
  /** Pixels between two images; default 1. */
  readonly padding?: number;
  /** CSS pixels to one image pixel; default 2. */
  readonly scale?: number;
  /** Title above the grid, `""` for none; default `"First-layer weights"`. */
  readonly title?: string;
}

const DEFAULTS: Required<VisualizeGridOptions> = {
  imageWidth: 0, // as the number of rows says
  imageHeight: 0,
  channels: 0,
  padding: 1,
  scale: 2,
  title: "First-layer weights",
};

/**
 * Weights as images in a square grid, each stretched from its own least to its own greatest value
 * over black to white: `visualize_grid(W.reshape(32, 32, 3, -1).transpose(3, 0, 1, 2), padding)
 * .astype("uint8")` of CS231n's `vis_utils.py` (the assignment pads by 3). An image that is constant
 * or not finite is black, as NumPy's NaN becomes there. That array, with black gaps, is `pixels`; the
 * picture shows the page through gaps and empty places, and ends with the last image's row.
 *
 * @param weights A matrix with an image per column. Images that are squares in colour or in grey need no
 *   sizes among the options.
 * @throws {RangeError} If the matrix does not hold such images, or an option is unknown or out of
 *   range.
 *
 * @example
 * ```ts
 * import { visualizeGrid } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const W1 = { rows: 2 * 2 * 3, cols: 1, data: Float64Array.from({ length: 12 }, (_, i) => i - 6) };
 * const grid = visualizeGrid(W1);
 * assertEquals([...grid.pixels], [0, 23, 46, 69, 92, 115, 139, 162, 185, 208, 231, 255]);
 * ```
 */
export function visualizeGrid(
  weights: WeightMatrix,
  options: VisualizeGridOptions = {},
): ImageGrid {
  const resolved = resolveOptions("visualizeGrid", DEFAULTS, options);
  const { padding, scale, title } = resolved;
  checkInteger("padding", padding, 0, MOST_PIXELS);
  checkInteger("scale", scale, 1, 64);
  checkWeights(weights);
  const { height, width, channels } = sizesOf("weights.rows", weights.rows, options);
  const columns = Math.ceil(Math.sqrt(weights.cols));
  const images = Array.from(
    { length: weights.cols },
    (_, i) => inColor(toImage(weights, i), channels),
  );
  const tiling: Tiling = {
    columns,
    tileWidth: width,
    tileHeight: height,
    columnGap: padding,
    rowGap: padding,
    background: 0,
  };
  const what = `${weights.cols} images of ${height} × ${width}`;
  return new DrawnGrid(tile(images, columns, tiling), title ? `${title}: ${what}` : what, {
    tiling,
    numImages: weights.cols,
    scale,
    title,
    captions: [],
    rowLabels: [],
    columnLabels: [],
  });
}

function checkWeights(weights: WeightMatrix): void {
  checkNotEmpty("weights.data", weights?.data);
  checkNumbers("weights.data", weights.data);
  checkInteger("weights.rows", weights.rows, 1);
  checkInteger("weights.cols", weights.cols, 1);
  const length = weights.rows * weights.cols;
  if (weights.data.length !== length) {
    const expected = `${length}, rows · cols`;
    throw new RangeError(expectation("weights.data.length", expected, weights.data.length));
  }
}

/** Column `image` as bytes, truncated as NumPy's `astype("uint8")` does. */
function toImage({ rows, cols, data }: WeightMatrix, image: number): Uint8Array {
  const values = Array.from({ length: rows }, (_, i) => data[i * cols + image]);
  if (!values.every(Number.isFinite)) return new Uint8Array(rows);
  const [low, high] = extent(values);
  return Uint8Array.from(values, (value) => 255 * (value - low) / (high - low));
}
