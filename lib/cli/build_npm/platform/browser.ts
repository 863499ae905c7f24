/**
 * What the library asks of Deno, for browsers: these have no files, and no native code.
 *
 * @module
 */

import { errors } from "./errors.ts";
import { inspect } from "./inspect.ts";

// Engines that do not know it yet dispose of nothing by themselves; the bundles do it for them.
(Symbol as { dispose: symbol }).dispose ??= Symbol.for("Symbol.dispose");

export { DisposableStack } from "./disposable_stack.ts";

const KNOWN: Readonly<Record<PropertyKey, unknown>> = {
  errors,
  inspect,
  build: { os: "browser", arch: "wasm" },
  env: { get: () => undefined },
  dlopen: undefined,
  jupyter: undefined,
  permissions: {
    query: () => Promise.resolve({ state: "denied" }),
    querySync: () => ({ state: "denied" }),
  },
};

/** Stands in the place of the global object. */
export const Deno: unknown = new Proxy(KNOWN, {
  get(known, name) {
    if (name in known) return known[name];
    return () => {
      throw new errors.NotSupported(
        `This takes files or processes (${String(name)}), which browsers do not have. ` +
          "Use the function that takes bytes or arrays in place of a path",
      );
    };
  },
});
