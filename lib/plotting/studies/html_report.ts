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
import { escapeXml } from "../../internal/escape.ts";
import { htmlPage } from "../../internal/html_page.ts";
import type { Chart, Picture } from "../drawing/chart.ts";
import { FIGURE_STYLE, figureHtml, interactiveScripts } from "../drawing/figures.ts";
import { checkLength, checkNotEmpty } from "../drawing/options.ts";

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
   * Whether charts answer to the pointer (values, zoom, legends, brushes): carries Vega, 0.8 MB, along. Without scripts
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
  const body = `<h1>${escapeXml(title)}</h1>\n${parts.join("\n")}`;
  return htmlPage({ title, style: STYLE, body, scripts });
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
body { max-width: 760px; margin: 2em auto; padding: 0 1em;
  font: 15px/1.5 Arial, Helvetica, 'Liberation Sans', sans-serif; }
h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; }
.pictures { display: flex; flex-wrap: wrap; gap: 0 1em; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 3px 12px 3px 0; border-bottom: 1px solid #8884; text-align: left; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
${FIGURE_STYLE}`;

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
