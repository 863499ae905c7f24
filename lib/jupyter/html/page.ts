/**
 * A notebook as one page that needs nothing else: no script, no font, no other file.
 *
 * @module
 */

import { escapeXml } from "../../internal/escape.ts";
import { htmlPage } from "../../internal/html_page.ts";
import { type CodeCell, type Notebook, plain, type TextCell } from "../runner/nbformat.ts";
import { codeHtml, markdownHtml } from "./markdown.ts";
import { outputHtml } from "./outputs.ts";
import { type PagePlace, pageReferences } from "./references.ts";
import { type References, safeHtml } from "./sanitize.ts";
import { STYLE } from "./style.ts";

/**
 * The notebook as HTML.
 *
 * @param notebook A notebook; its outputs are shown as they are.
 * @param name Its title where it has no heading.
 * @param place Where it lies and where the page will: for images and links beside it, which without
 *   it are left out and left as they are.
 */
export async function notebookPage(
  notebook: Notebook,
  name: string,
  place?: PagePlace,
): Promise<string> {
  const cells = notebook.cells.map(async (cell) => {
    if (cell.cell_type === "code") return await codeCellHtml(cell, pageReferences(place));
    return textCellHtml(cell, pageReferences(place, cell.attachments));
  });
  return htmlPage({
    title: title(notebook) ?? name,
    style: STYLE,
    body: (await Promise.all(cells)).join("\n"),
  });
}

function textCellHtml(cell: TextCell, references: References): string {
  if (cell.source.trim() === "") return "";
  const content = textContent(cell, references);
  return `<section>\n${content}</section>`;
}

function textContent({ cell_type, metadata, source }: TextCell, references: References): string {
  // A raw cell says by its format for which converter it is meant (nbformat: metadata.format).
  const format = cell_type === "markdown"
    ? "text/markdown"
    : metadata.format ?? metadata.raw_mimetype;
  if (format === "text/markdown") return markdownHtml(source, references);
  if (format === "text/html") return safeHtml(source, references);
  return `<pre class="raw">${escapeXml(plain(source))}</pre>\n`;
}

async function codeCellHtml(
  { source, outputs, execution_count }: CodeCell,
  references: References,
): Promise<string> {
  if (source.trim() === "") return "";
  const prompt = `<div class="prompt">[${execution_count ?? " "}]</div>`;
  const code = `<pre class="code">${codeHtml(source)}</pre>\n`;
  const results = await Promise.all(outputs.map((output) => outputHtml(output, references)));
  return `<section class="cell">${prompt}\n${code}${results.join("")}</section>`;
}

/** The text of the first heading. */
function title(notebook: Notebook): string | undefined {
  return notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .map((cell) => /^#+ +(.+)$/m.exec(cell.source)?.[1])
    .find((heading) => heading !== undefined);
}
