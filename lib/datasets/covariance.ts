/**
 * Images a chunk at a time, and their covariance.
 *
 * @module
 */

import type { Backend } from "../backends/backend.ts";
import type { Matrix } from "../matrix/matrix.ts";
import type { ImageSet } from "./image_set.ts";
import type { LongWork } from "./long_work.ts";

/** Images that are multiplied or converted at a time. */
export const CHUNK_ROWS = 1000;

/** Chunks of a set of images. */
export function chunkCount({ rows }: ImageSet): number {
  return Math.ceil(rows / CHUNK_ROWS);
}

/** The parts of a set, in order. */
export function* chunks(images: ImageSet): Generator<ImageSet> {
  for (let start = 0; start < images.rows; start += CHUNK_ROWS) {
    yield images.slice(start, Math.min(images.rows, start + CHUNK_ROWS));
  }
}

/** The covariance of centred images, XᵀX / N, D × D in the backend's memory. */
export async function covariance(
  backend: Backend,
  images: ImageSet,
  work: LongWork,
): Promise<Matrix> {
  const { rows, cols } = images;
  const sum = backend.zeros(cols, cols), part = backend.zeros(cols, cols);
  const floats = backend.zeros(Math.min(rows, CHUNK_ROWS), cols);
  try {
    for (const chunk of chunks(images)) {
      const X = floats.slice(0, chunk.rows);
      backend.gather(chunk, X);
      backend.matmulTransA(X, X, part);
      backend.addScaled(1 / rows, part, sum);
      await work.advance(1);
    }
  } finally {
    backend.free(part);
    backend.free(floats);
  }
  return sum;
}
