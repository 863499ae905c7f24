/**
 * One thing in several forms, of which a viewer draws the best that it can.
 *
 * @module
 */

import type { DisplayData, MimeBundle } from "../plotting/drawing/chart.ts";

export type { DisplayData, MimeBundle };

/** Anything that a notebook can draw. */
export interface Displayable {
  /** The thing in every form that it has. */
  toMimeBundle(): MimeBundle | Promise<MimeBundle>;
  /** The same with hints, for things that have some. */
  toDisplayData?(): DisplayData | Promise<DisplayData>;
}

/** What Deno's kernel itself asks a value for, and what its `Deno.jupyter.html` etc. return. */
const KERNEL_DISPLAY = Symbol.for("Jupyter.display");

/** The value with the hook by which Deno's kernel asks what to show of it. */
export function withKernelDisplay<T extends object>(
  value: T,
  hook: () => MimeBundle | Promise<MimeBundle>,
): T {
  // Not enumerable: what inspects the value sees what it always saw.
  return Object.defineProperty(value, KERNEL_DISPLAY, { value: hook });
}

/** The forms of any value: its own if it has some, a string as it is, else as the console has it. */
export function displayData(value: unknown): DisplayData | Promise<DisplayData> {
  if (typeof value === "string") return withoutHints({ "text/plain": value });
  if (hasMethod(value, "toDisplayData")) return value.toDisplayData() as DisplayData;
  for (const method of ["toMimeBundle", KERNEL_DISPLAY]) {
    if (!hasMethod(value, method)) continue;
    const bundle = value[method]() as MimeBundle | Promise<MimeBundle>;
    return bundle instanceof Promise ? bundle.then(withoutHints) : withoutHints(bundle);
  }
  return withoutHints({ "text/plain": Deno.inspect(value) });
}

/** The plain text; where there is none, the names of the forms that there are. */
export function plainText({ data }: DisplayData): string {
  const text = data["text/plain"] ?? data["text/markdown"];
  return typeof text === "string" ? text : `(${Object.keys(data).join(", ")})`;
}

function withoutHints(data: MimeBundle): DisplayData {
  return { data, metadata: {} };
}

function hasMethod<K extends PropertyKey>(
  value: unknown,
  key: K,
): value is Record<K, () => unknown> {
  return typeof (value as Record<K, unknown> | null | undefined)?.[key] === "function";
}
