/**
 * The end of a backend: by `using`, or when nobody can use it any more.
 *
 * @module
 */

import type { Backend } from "./backend.ts";

/** What ends a backend whose object has been collected: it must not refer to the backend. */
const abandoned = new FinalizationRegistry<() => void>((end) => end());

/**
 * Has `end` called once the backend is collected, unless it is disposed of before: a backend that
 * a re-run cell of a notebook leaves behind takes its threads and its memory along.
 *
 * @param end Must not refer to the backend, which would keep it alive.
 */
export function endWhenAbandoned(backend: Backend, end: () => void): void {
  abandoned.register(backend, end, backend);
}

/**
 * Makes every method of the backend refuse by name, but for those that give something back, which do
 * nothing. Until then no call pays for it.
 */
export function retire(backend: Backend): void {
  abandoned.unregister(backend);
  const { name } = backend;
  for (const key of methodsOf(backend)) {
    const value = key === "free" || key === Symbol.dispose ? () => {} : () => {
      throw new Error(
        `This ${name} backend was disposed of: ${String(key)} can be called no more. ` +
          "Keep it open for as long as its nets are used",
      );
    };
    Object.defineProperty(backend, key, { value });
  }
}

/** The keys of all methods, those of the classes that it is made of included. */
function methodsOf(backend: Backend): Set<string | symbol> {
  const keys = new Set<string | symbol>();
  let level: object = backend;
  while (level !== Object.prototype) {
    for (const [key, { value }] of descriptorsOf(level)) {
      if (typeof value === "function" && key !== "constructor") keys.add(key);
    }
    level = Object.getPrototypeOf(level);
  }
  return keys;
}

function descriptorsOf(level: object): [string | symbol, PropertyDescriptor][] {
  return Reflect.ownKeys(level).map((key) => [key, Object.getOwnPropertyDescriptor(level, key)!]);
}
