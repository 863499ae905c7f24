/**
 * Sizes of images by the number of their values.
 *
 * @module
 */

/** Sizes of an image, those that are known. */
export interface KnownSizes {
  readonly height?: number;
  readonly width?: number;
  readonly channels?: number;
}

/** Colours of an image that may be guessed: red, green and blue, or grey. */
const CHANNELS = [3, 1] as const;

/** The sizes of images of so many values: squares in colour or in grey, but for what is known; `null` if there are none. */
export function completeShape(values: number, known: KnownSizes = {}): Required<KnownSizes> | null {
  for (const channels of known.channels === undefined ? CHANNELS : [known.channels]) {
    const pixels = values / channels;
    const height = known.height ?? (known.width ? pixels / known.width : Math.sqrt(pixels));
    const width = known.width ?? pixels / height;
    const isWhole = Number.isInteger(height) && Number.isInteger(width);
    if (isWhole && height * width === pixels) return { height, width, channels };
  }
  return null;
}
