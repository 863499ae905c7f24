/**
 * Pictures as bytes: tiles in a grid, enlarged pixels, PNG.
 *
 * @module
 */

import { encode } from "fast-png";

/** A picture of 3 bytes per pixel (R, G, B), row-major. */
export interface Raster {
  /** Pixels a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** `width · height · 3` bytes. */
  readonly pixels: Uint8Array;
}

/** Bytes per pixel. */
export const CHANNELS = 3;

/** Bytes per pixel that images may come with: grey, or red, green and blue. */
export const IMAGE_CHANNELS = [1, CHANNELS] as const;

/** The image with a byte for each of red, green and blue. */
export function inColor(image: Uint8Array, channels: number): Uint8Array {
  if (channels === CHANNELS) return image;
  const pixels = new Uint8Array(CHANNELS * image.length);
  image.forEach((grey, i) => pixels.fill(grey, CHANNELS * i, CHANNELS * (i + 1)));
  return pixels;
}

/** Where tiles go; sizes in pixels. */
export interface Tiling {
  readonly columns: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly columnGap: number;
  readonly rowGap: number;
  /** Grey level of gaps and unused places. */
  readonly background: number;
}

/** The tiles row by row in a grid. */
export function tile(
  tiles: readonly Uint8Array[],
  numRows: number,
  tiling: Tiling,
): Raster {
  const { columns, tileWidth, tileHeight, columnGap, rowGap, background } = tiling;
  const width = columns * (tileWidth + columnGap) - columnGap;
  const height = numRows * (tileHeight + rowGap) - rowGap;
  const pixels = new Uint8Array(width * height * CHANNELS).fill(background);
  tiles.forEach((tilePixels, i) => {
    const x = (i % columns) * (tileWidth + columnGap);
    const y = Math.floor(i / columns) * (tileHeight + rowGap);
    const source = { width: tileWidth, height: tileHeight, pixels: tilePixels };
    blit({ width, height, pixels }, source, x, y);
  });
  return { width, height, pixels };
}

/** Copies `source` into `target`, its upper left corner at (x, y). */
export function blit(target: Raster, source: Raster, x: number, y: number): void {
  const rowBytes = source.width * CHANNELS;
  for (let row = 0; row < source.height; row++) {
    const start = ((y + row) * target.width + x) * CHANNELS;
    const bytes = source.pixels.subarray(row * rowBytes, (row + 1) * rowBytes);
    target.pixels.set(bytes, start);
  }
}

/** Each pixel as `factor` × `factor` pixels: nearest neighbour, so that edges stay sharp. */
export function enlarge({ width, height, pixels }: Raster, factor: number): Raster {
  const rowBytes = width * factor * CHANNELS;
  const enlarged = new Uint8Array(rowBytes * height * factor);
  for (let y = 0; y < height; y++) {
    const start = y * factor * rowBytes;
    let to = start;
    for (let from = y * width * CHANNELS; from < (y + 1) * width * CHANNELS; from += CHANNELS) {
      for (let copy = 0; copy < factor; copy++) {
        enlarged[to++] = pixels[from];
        enlarged[to++] = pixels[from + 1];
        enlarged[to++] = pixels[from + 2];
      }
    }
    for (let copy = 1; copy < factor; copy++) {
      enlarged.copyWithin(start + copy * rowBytes, start, start + rowBytes);
    }
  }
  return { width: width * factor, height: height * factor, pixels: enlarged };
}

/** The picture as PNG bytes; with an alpha channel if it has 4 bytes per pixel. */
export function encodePng({ width, height, pixels }: Raster): Uint8Array {
  const channels = pixels.length / (width * height);
  return encode({ width, height, data: pixels, channels, depth: 8 }, {
    zlib: { level: 9 },
  });
}
