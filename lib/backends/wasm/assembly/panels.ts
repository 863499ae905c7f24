/**
 * Packing of the right-hand side: panels of one to three vectors, k-major, so that a micro-kernel
 * reads straight ahead. The lanes past the last column hold zeros; what they come to is not stored.
 */

import { lanes } from "./vector";

/** Vectors of the panel that starts at vector `v` of `vectors`: pairs, and a triple for an odd end. */
export function panelWidth(v: i32, vectors: i32): i32 {
  const left = vectors - v;
  return left == 3 ? 3 : min(left, 2);
}

/**
 * Packs rows `start` to `end` of b (k × cols, row-major at `b` with `stride` elements a row, or its
 * transpose) into panels of `k` rows at `packed`.
 */
export function packPanels<T>(
  b: usize,
  stride: i32,
  transposed: bool,
  cols: i32,
  k: i32,
  start: i32,
  end: i32,
  packed: usize,
): void {
  const vectors = (cols + lanes<T>() - 1) / lanes<T>();
  for (let v = 0; v < vectors;) {
    const width = panelWidth(v, vectors);
    const panel = packed + <usize> v * k * 16;
    const first = v * lanes<T>(), count = min(width * lanes<T>(), cols - first);
    for (let row = start; row < end; row++) {
      const out = panel + <usize> row * width * 16;
      if (transposed) {
        packColumn<T>(b + (<usize> first * stride + row) * sizeof<T>(), stride, count, out);
      } else {
        copyRow<T>(b + (<usize> row * stride + first) * sizeof<T>(), count, out);
      }
      for (let c = count; c < width * lanes<T>(); c++) store<T>(out + c * sizeof<T>(), 0);
    }
    v += width;
  }
}

/** Copies `count` elements: few enough that a call of memory.copy would take longer. */
export function copyRow<T>(from: usize, count: i32, out: usize): void {
  let j = 0;
  for (; j + lanes<T>() <= count; j += lanes<T>()) {
    v128.store(out + j * sizeof<T>(), v128.load(from + j * sizeof<T>()));
  }
  for (; j < count; j++) store<T>(out + j * sizeof<T>(), load<T>(from + j * sizeof<T>()));
}

function packColumn<T>(b: usize, stride: i32, count: i32, out: usize): void {
  for (let j = 0; j < count; j++) {
    store<T>(out + j * sizeof<T>(), load<T>(b + <usize> j * stride * sizeof<T>()));
  }
}
