/**
 * Pictures as they are committed in snapshots/: charts as SVG, on paper and some also in the colours of a
 * page, which are light or dark; grids of images as PNG.
 *
 * Nothing in them depends on the machine: texts are measured in the font that we bring along, and what
 * rounding might change is rounded.
 *
 * @module
 */

import { Chart } from "two-layer-net/plotting";
import { renderSvg } from "../../lib/plotting/drawing/render.ts";
import type { Example } from "./examples.ts";

/** Where they lie. */
export const SNAPSHOTS = new URL("snapshots/", import.meta.url);

/** Those with cells, texts over lines and colours of their own: all that differs by the ground. */
const ON_PAGES = ["heatmap", "spread_chart", "optimization_history"];

/** A file: its name and what belongs in it. */
export interface Snapshot {
  readonly file: string;
  readonly content: string | Uint8Array;
}

/** What belongs to an example. */
export async function snapshotsOf({ name, picture }: Example): Promise<Snapshot[]> {
  if (!(picture instanceof Chart)) {
    return [{ file: `${name}.png`, content: await picture.toPng() }];
  }
  const onPaper = { file: `${name}.svg`, content: inLines(await picture.toSvg()) };
  if (!ON_PAGES.includes(name)) return [onPaper];
  const svg = await renderSvg(picture.spec, "page");
  return [onPaper, { file: `${name}.page.svg`, content: inLines(svg) }];
}

/** An element a line, so that a difference can be read, and at most three decimals. */
function inLines(svg: string): string {
  return svg
    .replaceAll(/\d+\.\d{4,}/g, (number) => String(Number(Number(number).toFixed(3))))
    .replaceAll("><", ">\n<") + "\n";
}
