/**
 * A notebook as one page that needs nothing else: no script, no font, no other file.
 *
 * @module
 */

import { escapeXml, PAGE_POLICY } from "../../plotting/escape.ts";
import type { CodeCell, Notebook } from "../runner/nbformat.ts";
import { codeHtml, markdownHtml } from "./markdown.ts";
import { outputHtml } from "./outputs.ts";
import { STYLE } from "./style.ts";

/**
 * The notebook as HTML.
 *
 * @param notebook A notebook; its outputs are shown as they are.
 * @param name Its title where it has no heading.
 */
export async function notebookPage(notebook: Notebook, name: string): Promise<string> {
  const cells = notebook.cells.map(async (cell) => {
    if (cell.cell_type === "code") return await codeCellHtml(cell);
    return cell.cell_type === "markdown" ? `<section>\n${markdownHtml(cell.source)}</section>` : "";
  });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<title>${escapeXml(title(notebook) ?? name)}</title>
<style>${STYLE}</style>
</head>
<body>
${(await Promise.all(cells)).join("\n")}
</body>
</html>
`;
}

async function codeCellHtml({ source, outputs, execution_count }: CodeCell): Promise<string> {
  if (source.trim() === "") return "";
  const prompt = `<div class="prompt">[${execution_count ?? " "}]</div>`;
  const code = `<pre class="code">${codeHtml(source)}</pre>\n`;
  const results = await Promise.all(outputs.map(outputHtml));
  return `<section class="cell">${prompt}\n${code}${results.join("")}</section>`;
}

/** The text of the first heading. */
function title(notebook: Notebook): string | undefined {
  return notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .map((cell) => /^#+ +(.+)$/m.exec(cell.source)?.[1])
    .find((heading) => heading !== undefined);
}
