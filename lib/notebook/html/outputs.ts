/**
 * A code cell's outputs as HTML.
 *
 * @module
 */

import { escapeHtml } from "../mime.ts";
import type { MimeData, Output } from "../runner/nbformat.ts";
import { markdownHtml } from "./markdown.ts";

/** How each form is drawn, the best first. */
const RENDERERS: [type: string, render: (text: string) => string][] = [
  ["text/html", (html) => html],
  ["image/svg+xml", (svg) => svg],
  ["image/png", (base64) => imageHtml("png", base64)],
  ["image/jpeg", (base64) => imageHtml("jpeg", base64)],
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
      return `<div class="display">${bundleHtml(output.data)}</div>\n`;
  }
}

function bundleHtml(data: MimeData): string {
  for (const [type, render] of RENDERERS) {
    if (typeof data[type] === "string") return render(data[type]);
  }
  return preHtml("text", `(${Object.keys(data).join(", ")})`);
}

function preHtml(kind: string, text: string): string {
  return `<pre class="${kind}">${escapeHtml(text)}</pre>\n`;
}

function imageHtml(format: string, base64: string): string {
  return `<img alt="" src="data:image/${format};base64,${escapeHtml(base64.trim())}">`;
}
