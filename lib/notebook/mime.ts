/**
 * One thing in several forms, of which a viewer draws the best that it can.
 *
 * @module
 */

/**
 * Data by MIME type: JSON under JSON types, base64 under image types other than SVG, else text.
 * "text/plain" is what is printed outside a notebook.
 */
export type MimeBundle = Record<string, unknown>;

/** Anything that a notebook can draw. */
export interface Displayable {
  /** The thing in every form that it has. */
  toMimeBundle(): MimeBundle | Promise<MimeBundle>;
}

/** What Deno's kernel itself asks a value for, and what its `Deno.jupyter.html` etc. return. */
const KERNEL_DISPLAY = Symbol.for("Jupyter.display");

/** The forms of any value: its own if it has some, a string as it is, else as the console has it. */
export function mimeBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  if (typeof value === "string") return { "text/plain": value };
  if (hasMethod(value, "toMimeBundle")) return value.toMimeBundle() as MimeBundle;
  if (hasMethod(value, KERNEL_DISPLAY)) return value[KERNEL_DISPLAY]() as MimeBundle;
  return { "text/plain": Deno.inspect(value) };
}

/** The bundle as plain text; where it has none, the names of the forms that it does have. */
export function bundleText(bundle: MimeBundle): string {
  const text = bundle["text/plain"] ?? bundle["text/markdown"];
  return typeof text === "string" ? text : `(${Object.keys(bundle).join(", ")})`;
}

/** The text with the characters that HTML reads as markup escaped. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function hasMethod<K extends PropertyKey>(
  value: unknown,
  key: K,
): value is Record<K, () => unknown> {
  return typeof (value as Record<K, unknown> | null | undefined)?.[key] === "function";
}
