/**
 * The images of the page in one binary file: a header of four uint32 (magic number, training,
 * validation and sample images), the labels, and the pixels, 3072 bytes per image in the order height,
 * width, channel.
 *
 * @module
 */

import { expectation } from "../internal/checks.ts";
import { IMAGE_BYTES, IMAGE_SHAPE } from "../datasets/records.ts";
import { ImageSet, meanImage } from "../datasets/image_set.ts";

/** Images to learn from, to judge by, and to try the net on; all subtract one mean image. */
export interface PlaygroundData {
  /** Training images. */
  readonly XTrain: ImageSet;
  /** Validation images: those that follow them, on which nothing is trained. */
  readonly XVal: ImageSet;
  /** Test images to show. */
  readonly samples: ImageSet;
}

const MAGIC = 0x31464943; // "CIF1"
const HEADER_BYTES = 16;

/** The bytes of the file. */
export function encodeDataset({ XTrain, XVal, samples }: PlaygroundData): Uint8Array<ArrayBuffer> {
  const sets = [XTrain, XVal, samples], counts = sets.map(({ rows }) => rows);
  const images = counts.reduce((sum, count) => sum + count);
  const bytes = new Uint8Array(HEADER_BYTES + images * (1 + IMAGE_BYTES));
  const header = new DataView(bytes.buffer);
  [MAGIC, ...counts].forEach((value, i) => header.setUint32(4 * i, value, true));
  let label = HEADER_BYTES, pixel = HEADER_BYTES + images;
  for (const { labels, pixels } of sets) {
    bytes.set(labels, label);
    bytes.set(pixels, pixel);
    label += labels.length;
    pixel += pixels.length;
  }
  return bytes;
}

/**
 * The images of a file, on its memory, less the mean training image.
 *
 * @throws {TypeError} If the bytes are not such a file, whole.
 */
export function decodeDataset(bytes: Uint8Array): PlaygroundData {
  const counts = readCounts(bytes);
  const images = counts.reduce((sum, count) => sum + count);
  let start = 0;
  const [training, validation, samples] = counts.map((count) => {
    const first = start;
    start += count;
    const pixels = HEADER_BYTES + images;
    return new ImageSet({
      labels: bytes.subarray(HEADER_BYTES + first, HEADER_BYTES + start),
      pixels: bytes.subarray(pixels + first * IMAGE_BYTES, pixels + start * IMAGE_BYTES),
      ...IMAGE_SHAPE,
    });
  });
  const mean = meanImage(training);
  const [XTrain, XVal, shown] = [training, validation, samples].map((set) => set.with({ mean }));
  return { XTrain, XVal, samples: shown };
}

function readCounts(bytes: Uint8Array): number[] {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isOurs = bytes.length >= HEADER_BYTES && header.getUint32(0, true) === MAGIC;
  const counts = isOurs ? [4, 8, 12].map((at) => header.getUint32(at, true)) : [];
  const images = counts.reduce((sum, count) => sum + count, 0);
  if (isOurs && bytes.length === HEADER_BYTES + images * (1 + IMAGE_BYTES)) return counts;
  const found = `${bytes.length} bytes`;
  throw new TypeError(expectation("the file of images", "the playground's, whole,", found));
}
