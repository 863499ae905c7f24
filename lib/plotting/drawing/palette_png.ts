/**
 * Drawings as PNG of at most 256 colours: a quarter of the size, and no difference to be seen.
 *
 * @module
 */

import { encode, type IndexedColors } from "fast-png";

/** The most that a PNG with a palette can hold. */
const MAX_COLORS = 256;

/** What we use of gifenc, which has no types. */
interface Quantizer {
  /** The colours that represent the pixels best (pairwise nearest neighbour clustering). */
  quantize(rgba: Uint8Array, maxColors: number): [r: number, g: number, b: number][];
  /** By pixel: the index of the nearest colour. */
  applyPalette(rgba: Uint8Array, palette: [number, number, number][]): Uint8Array;
}

/** Opaque pixels of 4 bytes (R, G, B, A), row-major, as PNG bytes. */
export async function encodePalettePng(
  { width, height, pixels }: { width: number; height: number; pixels: Uint8Array },
): Promise<Uint8Array> {
  const module = await import("gifenc");
  // Bun loads the package's other build, whose default is something else.
  const { quantize, applyPalette } = ("quantize" in module ? module : module.default) as Quantizer;
  const palette = quantize(pixels, MAX_COLORS);
  const data = applyPalette(pixels, palette);
  const image = { width, height, data, channels: 1, depth: 8, palette: palette as IndexedColors };
  return encode(image as Parameters<typeof encode>[0], { zlib: { level: 9 } });
}
