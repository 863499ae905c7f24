/**
 * The binary layout of CIFAR-10 (label, red, green and blue plane) and the order in which nets take
 * pixels: height, width, channel.
 *
 * @module
 */

import { RECORD_BYTES } from "./cifar10_files.ts";

/** Sizes of the images. */
export const IMAGE_SHAPE = { height: 32, width: 32, channels: 3 } as const;

const PLANE = IMAGE_SHAPE.height * IMAGE_SHAPE.width;

/** Bytes of one image. */
export const IMAGE_BYTES = IMAGE_SHAPE.channels * PLANE;

/**
 * Unpacks whole records into images `first`, `first + 1`, … of `pixels` (height, width, channel)
 * and `labels`; records beyond the end of `labels` are left out.
 */
export function decodeRecords(
  records: Uint8Array,
  first: number,
  pixels: Uint8Array,
  labels: Uint8Array,
): void {
  const count = Math.min(records.length / RECORD_BYTES, labels.length - first);
  for (let i = 0; i < count; i++) {
    const from = i * RECORD_BYTES;
    labels[first + i] = records[from];
    interleave(records, from + 1, pixels, (first + i) * IMAGE_BYTES);
  }
}

function interleave(planes: Uint8Array, from: number, pixels: Uint8Array, to: number): void {
  for (let p = from; p < from + PLANE; p++, to += 3) {
    pixels[to] = planes[p];
    pixels[to + 1] = planes[p + PLANE];
    pixels[to + 2] = planes[p + 2 * PLANE];
  }
}

/** Packs images (height, width, channel) and their labels into records. */
export function encodeRecords(pixels: Uint8Array, labels: ArrayLike<number>): Uint8Array {
  const records = new Uint8Array(labels.length * RECORD_BYTES);
  for (let i = 0; i < labels.length; i++) {
    const to = i * RECORD_BYTES;
    records[to] = labels[i];
    separate(pixels, i * IMAGE_BYTES, records, to + 1);
  }
  return records;
}

function separate(pixels: Uint8Array, from: number, planes: Uint8Array, to: number): void {
  for (let p = to; p < to + PLANE; p++, from += 3) {
    planes[p] = pixels[from];
    planes[p + PLANE] = pixels[from + 1];
    planes[p + 2 * PLANE] = pixels[from + 2];
  }
}
