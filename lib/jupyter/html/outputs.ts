/**
 * A code cell's outputs as HTML.
 *
 * @module
 */

import { VEGA_LITE_MIME } from "../../plotting/drawing/chart.ts";
import { escapeXml } from "../../internal/escape.ts";
import { narrowed } from "../../plotting/drawing/narrow.ts";
import { renderSvg, type VegaLiteSpec } from "../../plotting/drawing/render.ts";
import {
  type DisplayOutput,
  type MimeData,
  type Output,
  plain,
  type ResultOutput,
} from "../runner/nbformat.ts";
import { withNumbers } from "../runner/json.ts";
import { markdownHtml } from "./markdown.ts";
import { type References, safeHtml } from "./sanitize.ts";
import { NARROW } from "./style.ts";

type Display = DisplayOutput | ResultOutput;

type Render = (display: Display, references: References) => string | Promise<string>;

/** How each form is drawn, the best first. */
const RENDERERS: [type: string, render: Render][] = [
  [VEGA_LITE_MIME, chartHtml],
  ["text/html", ({ data }, references) => safeHtml(String(data["text/html"]), references)],
  ["image/svg+xml", ({ data }) => svgHtml(String(data["image/svg+xml"]), data)],
  ["image/png", (display) => imageHtml("image/png", display)],
  ["image/jpeg", (display) => imageHtml("image/jpeg", display)],
  [
    "text/markdown",
    ({ data }, references) => markdownHtml(String(data["text/markdown"]), references),
  ],
  ["text/plain", ({ data }) => preHtml("text", String(data["text/plain"]))],
];

/** One output as HTML. */
export async function outputHtml(output: Output, references: References): Promise<string> {
  switch (output.output_type) {
    case "stream":
      return preHtml(output.name, output.text);
    case "error": {
      const { ename, evalue, traceback } = output;
      const lines = traceback.length > 0 ? traceback : [`${ename}: ${evalue}`];
      return preHtml("error", lines.join("\n"));
    }
    default:
      return `<div class="display">${await displayHtml(output, references)}</div>\n`;
  }
}

async function displayHtml(display: Display, references: References): Promise<string> {
  if (Object.keys(display.data).length === 0) return "";
  const best = RENDERERS.find(([type]) => type in display.data);
  if (best === undefined) return preHtml("text", `(${Object.keys(display.data).join(", ")})`);
  return await best[1](display, references);
}

function preHtml(kind: string, text: string): string {
  return `<pre class="${kind}">${escapeXml(plain(text))}</pre>\n`;
}

async function chartHtml({ data }: Display): Promise<string> {
  // Python writes 0.00001 as 1e-05, which is kept as its text.
  const spec = withNumbers(data[VEGA_LITE_MIME] as VegaLiteSpec);
  const image = svgHtml(await renderSvg(spec, "page"), data);
  const narrow = narrowed(spec);
  if (narrow === undefined) return image;
  const source = svgSource(await renderSvg(narrow, "page"));
  return `<picture><source media="${NARROW}" srcset="${source}">${image}</picture>`;
}

/** As an image, in which the ids of its parts do not meet those of other drawings on the page. */
function svgHtml(svg: string, data: MimeData): string {
  return `<img alt="${altText(data)}" src="${svgSource(svg)}">`;
}

function svgSource(svg: string): string {
  return `data:image/svg+xml;base64,${new TextEncoder().encode(svg).toBase64()}`;
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
