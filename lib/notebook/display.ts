/**
 * Showing things from a cell, and waiting until they are out.
 *
 * @module
 */

import { checkString } from "../internal/checks.ts";
import { inNotebook, send, settled } from "../internal/host.ts";
import { type Displayable, displayData, plainText, withKernelDisplay } from "./mime.ts";

/**
 * Shows a value: a chart, a table or anything else that is {@linkcode Displayable}, what
 * `Deno.jupyter.html` and its like return, a string, or any other value as the console shows it.
 *
 * Outside a notebook its plain text is printed. Cells await it rather than rely on the value of
 * their last expression: Deno's kernel may lose what a cell does not wait for.
 *
 * @param value What to show.
 *
 * @example
 * ```ts
 * import { display, table } from "two-layer-net/notebook";
 *
 * await display(table([{ name: "W1", shape: "3072 x 50" }]));
 * ```
 */
export function display(value: unknown): Promise<void> {
  return silent(show(value));
}

async function show(value: unknown): Promise<void> {
  const shown = await displayData(value);
  if (inNotebook) send("display_data", shown);
  else console.log(plainText(shown));
  await settled();
}

/**
 * `console.log` that waits until the line is out.
 *
 * @param values What to print, as `console.log` takes it.
 *
 * @example
 * ```ts
 * import { print } from "two-layer-net/notebook";
 *
 * await print("loss:", 1.30378789133);
 * ```
 */
export function print(...values: unknown[]): Promise<void> {
  console.log(...values);
  return silent(settled());
}

/**
 * Text that a notebook renders as Markdown, formulas included; elsewhere it is shown as it is.
 *
 * @param text The Markdown.
 *
 * @example
 * ```ts
 * import { display, markdown } from "two-layer-net/notebook";
 *
 * await display(markdown("The regularised loss is $L + \\lambda \\sum W^2$."));
 * ```
 */
export function markdown(text: string): Displayable {
  checkString("text", text);
  const toMimeBundle = () => ({ "text/markdown": text, "text/plain": text });
  return withKernelDisplay({ toMimeBundle }, toMimeBundle);
}

/**
 * The promise as a cell's last value, where `await` was forgotten: the kernel waits for it and shows
 * nothing more, in place of the promise's insides.
 */
function silent(promise: Promise<void>): Promise<void> {
  return withKernelDisplay(promise, async () => {
    await promise;
    return {};
  });
}
