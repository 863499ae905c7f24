/**
 * One self-contained page of charts, images and tables.
 *
 * @module
 */

import {
  checkArray,
  checkBoolean,
  checkList,
  checkMethods,
  checkObject,
  checkString,
} from "../../internal/checks.ts";
import { checkOptions, type OptionChecks, required } from "../../internal/options.ts";
import { Chart, type Picture } from "../drawing/chart.ts";
import { escapeXml, PAGE_POLICY } from "../../internal/escape.ts";
import { checkLength, checkNotEmpty } from "../drawing/options.ts";
import { renderSvg } from "../drawing/render.ts";
import { readVegaScripts } from "../drawing/vega.ts";

/** A table of texts and numbers. */
export interface ReportTable {
  /** Column headings. */
  readonly columns: readonly string[];
  /** Rows of as many cells; numbers are aligned to the right. */
  readonly rows: ReadonlyArray<ReadonlyArray<string | number>>;
}

/** A part of the page: heading, paragraph, pictures, table, in this order. */
export interface ReportSection {
  /** Heading of the section. */
  readonly heading: string;
  /** A paragraph under it. */
  readonly text?: string;
  /** Charts and image grids, one below the other. */
  readonly pictures?: readonly Picture[];
  /** A table. */
  readonly table?: ReportTable;
}

/** What {@linkcode htmlReport} puts on the page. */
export interface Report {
  /** Title of the page. */
  readonly title: string;
  /** From top to bottom. */
  readonly sections: readonly ReportSection[];
  /**
   * Whether charts answer to the pointer (tooltips): carries Vega, 0.8 MB, along. Without scripts
   * they stay the drawings that they are otherwise. Default false.
   */
  readonly interactive?: boolean;
}

/**
 * A page that needs nothing but itself, neither network nor files beside it: charts as inline SVG,
 * images as PNG, all texts escaped.
 *
 * @returns The HTML document.
 * @throws {TypeError} If there are no sections, or the title is no string.
 * @throws {RangeError} If a table's row has another length than its columns.
 *
 * @example
 * ```ts
 * import { historyChart, htmlReport } from "two-layer-net/plotting";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const page = await htmlReport({
 *   title: "A run",
 *   sections: [{ heading: "Loss", pictures: [historyChart([2.3, 2.2, 2.1])] }],
 * });
 * assertStringIncludes(page, "<svg");
 * ```
 */
export async function htmlReport(
  report: Report,
): Promise<string> {
  checkOptions("htmlReport", report, REPORT);
  const { title, sections, interactive = false } = report;
  const charts: Chart[] = [];
  const parts: string[] = [];
  for (const section of sections) parts.push(await sectionHtml(section, charts));
  const scripts = interactive ? await interactiveScripts(charts) : [];
  const elements = scripts.map((source) => `<script>${source}</script>\n`).join("");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${await policy(scripts)}">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeXml(title)}</h1>
${parts.join("\n")}
${elements}</body>
</html>
`;
}

const REPORT: OptionChecks<Report> = {
  title: required(checkString),
  sections: required((name, value) => {
    checkNotEmpty(name, value);
    checkArray(name, value, checkSection);
  }),
  interactive: checkBoolean,
};

const SECTION: OptionChecks<ReportSection> = {
  heading: required(checkString),
  text: checkString,
  pictures: (name, value) => checkArray(name, value, checkPicture),
  table: checkTable,
};

function checkSection(name: string, value: unknown): void {
  checkOptions(name, value as ReportSection, SECTION, `${name}.`);
}

function checkPicture(name: string, value: unknown): void {
  checkMethods(name, value, "a chart or a grid of images", ["toDisplayData"]);
}

function checkTable(_name: string, value: unknown): void {
  checkObject("table", value);
  const { columns, rows } = value as ReportTable;
  checkArray("table.columns", columns, checkString);
  checkArray("table.rows", rows, checkList);
}

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 760px; margin: 2em auto; padding: 0 1em; color: CanvasText; background: Canvas;
  font: 15px/1.5 Arial, Helvetica, 'Liberation Sans', sans-serif; }
h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; }
.pictures { display: flex; flex-wrap: wrap; gap: 0 1em; }
figure { margin: 1em 0; max-width: 100%; }
figure svg, figure img { max-width: 100%; height: auto; }
img { image-rendering: pixelated; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 3px 12px 3px 0; border-bottom: 1px solid #8884; text-align: left; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
`;

async function sectionHtml(section: ReportSection, charts: Chart[]): Promise<string> {
  const { heading, text, pictures = [], table } = section;
  const parts = [`<h2>${escapeXml(heading)}</h2>`];
  if (text) parts.push(`<p>${escapeXml(text)}</p>`);
  if (pictures.length > 0) {
    const figures: string[] = [];
    for (const picture of pictures) figures.push(await figureHtml(picture, charts));
    parts.push(`<div class="pictures">\n${figures.join("\n")}\n</div>`);
  }
  if (table) parts.push(tableHtml(table));
  return `<section>\n${parts.join("\n")}\n</section>`;
}

async function figureHtml(picture: Picture, charts: Chart[]): Promise<string> {
  if (picture instanceof Chart) {
    const id = `chart-${charts.push(picture)}`;
    return `<figure id="${id}">${withOwnIds(await renderSvg(picture.spec, "page"), id)}</figure>`;
  }
  const { data, metadata } = await picture.toDisplayData();
  const { width, height } = metadata["image/png"] as { width: number; height: number };
  return `<figure><img src="data:image/png;base64,${data["image/png"]}" width="${width}" ` +
    `height="${height}" alt="${escapeXml(picture.summary)}"></figure>`;
}

/** Vega counts its clip paths and gradients from 0 in each drawing; on one page they would meet. */
function withOwnIds(svg: string, prefix: string): string {
  return svg.replaceAll(/ id="/g, ` id="${prefix}-`).replaceAll("url(#", `url(#${prefix}-`);
}

function tableHtml({ columns, rows }: ReportTable): string {
  const head = columns.map((name) => `<th>${escapeXml(name)}</th>`).join("");
  const body = rows.map((row, i) => {
    checkLength(`table.rows[${i}]`, row, columns.length, "table.columns");
    return `<tr>${row.map(cellHtml).join("")}</tr>`;
  });
  return `<div class="table"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${
    body.join("\n")
  }\n</tbody>\n</table></div>`;
}

function cellHtml(cell: string | number): string {
  const attribute = typeof cell === "number" ? ' class="number"' : "";
  return `<td${attribute}>${escapeXml(String(cell))}</td>`;
}

/** Vega, the specs, and the few lines that draw them in place of the drawings. */
async function interactiveScripts(charts: readonly Chart[]): Promise<string[]> {
  const { vega, vegaLite } = await readVegaScripts();
  const specs = JSON.stringify(charts.map(({ spec }) => spec));
  const draw = `
${specs}.forEach((spec, i) => {
  const container = document.getElementById("chart-" + (i + 1));
  container.textContent = "";
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), {
    container, renderer: "svg", hover: true,
  });
  view.runAsync();
});
`;
  return [vega, vegaLite, draw].map(insideScript);
}

/**
 * What the page may do: run the given scripts and no other, and load nothing. Vega compiles its
 * expressions, which takes 'unsafe-eval'.
 */
async function policy(scripts: readonly string[]): Promise<string> {
  const hashes = await Promise.all(scripts.map(async (source) => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(source));
    return `'sha256-${new Uint8Array(digest).toBase64()}'`;
  }));
  const scriptSource = scripts.length === 0 ? "" : ` script-src ${hashes.join(" ")} 'unsafe-eval';`;
  return `${PAGE_POLICY};${scriptSource}`;
}

/** JavaScript that no HTML parser can take for the end of its script element. */
function insideScript(source: string): string {
  return source.replaceAll(/<(\/?script|!--)/gi, "\\x3C$1");
}
