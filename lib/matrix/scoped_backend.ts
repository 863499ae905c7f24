/**
 * A backend whose matrices are given back together.
 *
 * @module
 */

import type { Backend } from "./backend.ts";
import type { Matrix } from "./matrix.ts";

/**
 * The backend, but disposing of it gives back the memory of every matrix that it made, and leaves
 * the backend itself alive. Garbage collection would do so too, but at leisure: it knows nothing of
 * the megabytes behind a small object.
 */
export function scopedBackend(backend: Backend): Backend {
  const made = new Set<Matrix>();
  const remember = (matrix: Matrix): Matrix => {
    made.add(matrix);
    return matrix;
  };
  const scoped: Partial<Backend> = {
    zeros: (rows, cols) => remember(backend.zeros(rows, cols)),
    from: (matrix) => {
      const own = backend.from(matrix);
      return own === matrix ? matrix : remember(own);
    },
    free: (matrix) => {
      made.delete(matrix);
      backend.free(matrix);
    },
    [Symbol.dispose]: () => {
      for (const matrix of made) backend.free(matrix);
      made.clear();
    },
  };
  return new Proxy(backend, {
    get(target, key) {
      if (key in scoped) return scoped[key as keyof Backend];
      const value = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
