/**
 * A code cell's outputs as HTML.
 *
 * @module
 */

import { escapeHtml } from "../mime.ts";
import type { DisplayOutput, Output, ResultOutput } from "../runner/nbformat.ts";
import { markdownHtml } from "./markdown.ts";

/** In CSS pixels; the image's own where it is not given. */
interface ImageSize {
  width?: number;
  height?: number;
}

/** How each form is drawn, the best first. */
const RENDERERS: [type: string, render: (text: string, size: ImageSize) => string][] = [
  ["text/html", (html) => html],
  ["image/svg+xml", (svg) => svg],
  ["image/png", (base64, size) => imageHtml("png", base64, size)],
  ["image/jpeg", (base64, size) => imageHtml("jpeg", base64, size)],
  ["text/markdown", markdownHtml],
  ["text/plain", (text) => preHtml("text", text)],
];

/** One output as HTML. */
export function outputHtml(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return preHtml(output.name, output.text);
    case "error": {
      const { ename, evalue, traceback } = output;
      const lines = traceback.length > 0 ? traceback : [`${ename}: ${evalue}`];
      return preHtml("error", lines.join("\n"));
    }
    default:
      return `<div class="display">${displayHtml(output)}</div>\n`;
  }
}

function displayHtml({ data, metadata }: DisplayOutput | ResultOutput): string {
  for (const [type, render] of RENDERERS) {
    if (typeof data[type] === "string") return render(data[type], metadata[type] ?? {});
  }
  return preHtml("text", `(${Object.keys(data).join(", ")})`);
}

function preHtml(kind: string, text: string): string {
  return `<pre class="${kind}">${escapeHtml(text)}</pre>\n`;
}

function imageHtml(format: string, base64: string, size: ImageSize): string {
  const attributes = [["width", size.width], ["height", size.height]]
    .map(([name, value]) => value === undefined ? "" : ` ${name}="${Number(value)}"`);
  const source = `data:image/${format};base64,${escapeHtml(base64.trim())}`;
  return `<img alt=""${attributes.join("")} src="${source}">`;
}
