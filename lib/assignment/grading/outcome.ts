/**
 * What a function did with the arguments of a case: what it returned or threw, and which of its
 * arguments it changed.
 *
 * @module
 */

import { type Plain, toPlain } from "./plain.ts";

/** How one call ended. */
export type Outcome =
  | { readonly returned: Plain; readonly changed: readonly string[] }
  | { readonly threw: string };

/** Calls the function. */
export function callWith(
  f: (...args: unknown[]) => unknown,
  names: readonly string[],
  args: readonly unknown[],
): Outcome {
  const before = args.map((arg) => toPlain(arg));
  try {
    const returned = toPlain(f(...args));
    const changed = names.filter((_, i) => !isSame(before[i], toPlain(args[i])));
    return { returned, changed };
  } catch (error) {
    return { threw: describeError(error) };
  }
}

/** Bit for bit. */
function isSame(a: Plain, b: Plain): boolean {
  if (a.kind === "object" && b.kind === "object") {
    const keys = [...a.fields.keys()];
    return keys.length === b.fields.size &&
      keys.every((key) => b.fields.has(key) && isSame(a.fields.get(key)!, b.fields.get(key)!));
  }
  if (a.kind === "number" && b.kind === "number") return Object.is(a.value, b.value);
  const isList = (plain: Plain) => plain.kind === "list" || plain.kind === "matrix";
  if (!isList(a) || !isList(b)) return true; // generators move on as they are used
  const [x, y] = [a, b] as Extract<Plain, { kind: "list" | "matrix" }>[];
  return x.values.length === y.values.length &&
    x.values.every((value, i) => Object.is(value, y.values[i]));
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
}
