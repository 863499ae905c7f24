/**
 * `deno task gallery [--update]`: every chart on one page, light and dark, with its code.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { Chart } from "two-layer-net/plotting";
import {
  EXIT,
  explainFailure,
  newCommand,
  parseArguments,
  runCommand,
} from "../../lib/cli/shared/command_line.ts";
import { printLine } from "../../lib/cli/shared/output.ts";
import { escapeXml } from "../../lib/internal/escape.ts";
import { htmlPage } from "../../lib/internal/html_page.ts";
import { writeWholeFile } from "../../lib/internal/whole_file.ts";
import {
  FIGURE_STYLE,
  figureHtml,
  interactiveScripts,
} from "../../lib/plotting/drawing/figures.ts";
import { type Example, readCode, readExamples, SHARED } from "./examples.ts";
import { SNAPSHOTS, snapshotsOf } from "./snapshots.ts";

const PAGE = fileURLToPath(new URL("../../data/gallery.html", import.meta.url));

const STYLE = `
body { max-width: 1440px; margin: 2em auto; padding: 0 1em;
  font: 15px/1.5 Arial, Helvetica, 'Liberation Sans', sans-serif; }
h2 { font-size: 1.2em; margin: 2.5em 0 0.5em; }
.grounds { display: flex; flex-wrap: wrap; gap: 1em; }
.light, .dark { flex: 1 1 320px; min-width: 0; padding: 0 8px; border: 1px solid #8886;
  color: CanvasText; background: Canvas; }
.light, .light svg { color-scheme: light !important; }
.dark, .dark svg { color-scheme: dark !important; }
pre { overflow-x: auto; padding: 0.6em 0.8em; background: #8881; font-size: 13px; }
${FIGURE_STYLE}`;

/** The page of all examples. */
export async function galleryPage(examples: readonly Example[]): Promise<string> {
  const charts: Chart[] = [];
  const sections: string[] = [];
  for (const example of examples) sections.push(await sectionHtml(example, charts));
  const body = `<h1>Gallery</h1>
<p>Every picture of two-layer-net/plotting on a light and on a dark page. Drag to move, pinch or turn the
wheel with Ctrl or ⌘ to zoom, double-click to see all again; click on legends; drag over panels that stand
beside each other.</p>
${sections.join("\n")}
<section>
<h2>./${SHARED}.ts</h2>
${codeHtml(await readCode(SHARED))}
</section>`;
  return await htmlPage({
    title: "Gallery of two-layer-net/plotting",
    style: STYLE,
    body,
    scripts: await interactiveScripts(charts),
  });
}

async function sectionHtml({ name, picture, code }: Example, charts: Chart[]): Promise<string> {
  const light = await figureHtml(picture, charts);
  const dark = await figureHtml(picture, charts);
  return `<section>
<h2>${escapeXml(name.replaceAll("_", " "))}</h2>
<div class="grounds"><div class="light">${light}</div><div class="dark">${dark}</div></div>
<p>Alternative text: ${escapeXml(picture.summary)}</p>
${codeHtml(code)}
</section>`;
}

function codeHtml(code: string): string {
  return `<pre><code>${escapeXml(code)}</code></pre>`;
}

/** Makes the committed snapshots those of the examples; says which files changed. */
async function updateSnapshots(examples: readonly Example[]): Promise<void> {
  const snapshots = (await Promise.all(examples.map(snapshotsOf))).flat();
  for (const { file, content } of snapshots) {
    const path = fileURLToPath(new URL(file, SNAPSHOTS));
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const before = await Deno.readFile(path).catch(() => new Uint8Array());
    if (before.length === bytes.length && before.every((byte, i) => byte === bytes[i])) continue;
    await writeWholeFile(path, bytes);
    printLine(`updated: tests/plotting/snapshots/${file}`);
  }
  const files = new Set(snapshots.map(({ file }) => file));
  for (const { name } of Deno.readDirSync(SNAPSHOTS)) {
    if (files.has(name)) continue;
    await Deno.remove(new URL(name, SNAPSHOTS));
    printLine(`removed: tests/plotting/snapshots/${name}`);
  }
}

async function gallery(args: string[]): Promise<number> {
  const command = newCommand(
    "gallery",
    "Show every chart on one page, light and dark, with its code.",
  )
    .option("--update", "make the snapshots that the tests compare with anew");
  const ended = parseArguments(command, args);
  if (ended !== null) return ended;
  try {
    const examples = await readExamples();
    if (command.opts().update) await updateSnapshots(examples);
    await writeWholeFile(PAGE, await galleryPage(examples));
    printLine(`Gallery: ${PAGE}`);
    return EXIT.success;
  } catch (error) {
    return explainFailure(error, "Nothing was written but whole files.");
  }
}

if (import.meta.main) await runCommand(gallery);
