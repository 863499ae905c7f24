/**
 * A backend whose matrices are given back together.
 *
 * @module
 */

import type { Backend } from "./backend.ts";
import type { Rows } from "../matrix/rows.ts";

/**
 * The backend, but disposing of it gives back the memory of every matrix that it made, and leaves
 * the backend itself alive. Garbage collection would do so too, but at leisure: it knows nothing of
 * the megabytes behind a small object.
 */
export function scopedBackend(backend: Backend): Backend {
  const made = new Set<Rows>();
  const remember = <R extends Rows>(rows: R): R => {
    made.add(rows);
    return rows;
  };
  const scoped: Partial<Backend> = {
    zeros: (rows, cols) => remember(backend.zeros(rows, cols)),
    zerosLike: (x) => remember(backend.zerosLike(x)),
    from: ((rows: Rows) => {
      const own = backend.from(rows);
      return own === rows ? rows : remember(own);
    }) as Backend["from"],
    free: (rows) => {
      made.delete(rows);
      backend.free(rows);
    },
    [Symbol.dispose]: () => {
      for (const rows of made) backend.free(rows);
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
