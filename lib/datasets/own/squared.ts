/**
 * Pictures cut and reduced to one size.
 *
 * @module
 */

/** A picture: bytes in the order height, width, channel (1: grey, 3: red, green, blue). */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/**
 * The largest square from the middle, `size` pixels wide: each pixel is the mean of the area that it
 * covers, parts of pixels counted as such.
 */
export function squared(picture: Picture, size: number): Picture {
  const side = Math.min(picture.width, picture.height);
  const top = (picture.height - side) / 2, left = (picture.width - side) / 2;
  const rows = coverage(top, side, size), columns = coverage(left, side, size);
  const { channels, width } = picture, pixels = new Uint8Array(size * size * channels);
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (const [from, height] of row) {
          for (const [at, share] of column) {
            sum += height * share * picture.pixels[(from * width + at) * channels + c];
          }
        }
        pixels[(y * size + x) * channels + c] = Math.round(sum);
      }
    }
  }
  return { width: size, height: size, channels, pixels };
}

/** For each of `size` equal parts of a stretch: the pixels that it covers, and by what share of it. */
function coverage(start: number, length: number, size: number): [number, number][][] {
  const step = length / size;
  return Array.from({ length: size }, (_, i) => {
    const from = start + i * step, to = from + step, parts: [number, number][] = [];
    for (let pixel = Math.floor(from); pixel < Math.ceil(to - 1e-9); pixel++) {
      parts.push([pixel, (Math.min(to, pixel + 1) - Math.max(from, pixel)) / step]);
    }
    return parts;
  });
}
