/**
 * A code cell's outputs as HTML.
 *
 * @module
 */

import { VEGA_LITE_MIME } from "../../plotting/chart.ts";
import { escapeXml } from "../../plotting/escape.ts";
import { renderSvg, type VegaLiteSpec } from "../../plotting/render.ts";
import type { DisplayOutput, MimeData, Output, ResultOutput } from "../runner/nbformat.ts";
import { markdownHtml } from "./markdown.ts";

type Display = DisplayOutput | ResultOutput;

/** How each form is drawn, the best first. */
const RENDERERS: [type: string, render: (display: Display) => string | Promise<string>][] = [
  [VEGA_LITE_MIME, chartHtml],
  ["text/html", ({ data }) => String(data["text/html"])],
  ["image/svg+xml", ({ data }) => svgHtml(String(data["image/svg+xml"]), data)],
  ["image/png", (display) => imageHtml("image/png", display)],
  ["image/jpeg", (display) => imageHtml("image/jpeg", display)],
  ["text/markdown", ({ data }) => markdownHtml(String(data["text/markdown"]))],
  ["text/plain", ({ data }) => preHtml("text", String(data["text/plain"]))],
];

/** One output as HTML. */
export async function outputHtml(output: Output): Promise<string> {
  switch (output.output_type) {
    case "stream":
      return preHtml(output.name, output.text);
    case "error": {
      const { ename, evalue, traceback } = output;
      const lines = traceback.length > 0 ? traceback : [`${ename}: ${evalue}`];
      return preHtml("error", lines.join("\n"));
    }
    default:
      return `<div class="display">${await displayHtml(output)}</div>\n`;
  }
}

async function displayHtml(display: Display): Promise<string> {
  const best = RENDERERS.find(([type]) => type in display.data);
  if (best === undefined) return preHtml("text", `(${Object.keys(display.data).join(", ")})`);
  return await best[1](display);
}

function preHtml(kind: string, text: string): string {
  return `<pre class="${kind}">${escapeXml(text)}</pre>\n`;
}

async function chartHtml({ data }: Display): Promise<string> {
  return svgHtml(await renderSvg(data[VEGA_LITE_MIME] as VegaLiteSpec, "page"), data);
}

/** As an image, in which the ids of its parts do not meet those of other drawings on the page. */
function svgHtml(svg: string, data: MimeData): string {
  const source = `data:image/svg+xml;base64,${new TextEncoder().encode(svg).toBase64()}`;
  return `<img alt="${altText(data)}" src="${source}">`;
}

function imageHtml(type: string, { data, metadata }: Display): string {
  const size = (metadata[type] ?? {}) as { width?: number; height?: number };
  const attributes = [["width", size.width], ["height", size.height]]
    .map(([name, value]) => value === undefined ? "" : ` ${name}="${Number(value)}"`);
  const source = `data:${type};base64,${escapeXml(String(data[type]).trim())}`;
  return `<img alt="${altText(data)}"${attributes.join("")} src="${source}">`;
}

function altText(data: MimeData): string {
  return escapeXml(String(data["text/plain"] ?? ""));
}
