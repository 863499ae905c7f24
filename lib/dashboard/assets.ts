/**
 * The files that the page consists of: its own, and Vega's out of Deno's packages.
 *
 * @module
 */

import { readVegaScripts } from "../plotting/drawing/vega.ts";
import { EMBED_STYLE } from "../plotting/drawing/vega_embed.ts";

/** A file as it is sent. */
export interface Asset {
  /** Its MIME type. */
  readonly type: string;
  /** Its text. */
  readonly text: string;
}

/** Our own files, in the folder `page`. */
const OWN = [
  "chart_panel.js",
  "dom.js",
  "enqueue_panel.js",
  "filters.js",
  "format.js",
  "main.js",
  "note_panel.js",
  "parallel_panel.js",
  "queue_panel.js",
  "server.js",
  "study_list.js",
  "study_view.js",
  "trial_store.js",
  "trial_table.js",
  "weights_panel.js",
  "style.css",
  "icon.svg",
  "index.html",
] as const;

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  html: "text/html",
};

/** The files by their paths; needs leave to read Deno's packages. */
export async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const own = OWN.map(async (name) => [`/${name}`, await readOwn(name)] as const);
  const { vega, vegaLite } = await readVegaScripts();
  const embed = await Deno.readTextFile(
    new URL("vega-embed.min.js", import.meta.resolve("vega-embed")),
  );
  const script = (text: string): Asset => ({ type: "text/javascript", text });
  return new Map([
    ...await Promise.all(own),
    ["/vega.js", script(vega)],
    ["/vega-lite.js", script(vegaLite)],
    ["/vega-embed.js", script(embed)],
    ["/vega-embed.css", { type: "text/css", text: EMBED_STYLE }],
  ]);
}

async function readOwn(name: string): Promise<Asset> {
  const type = TYPES[name.split(".").at(-1)!];
  const url = new URL(`./page/${name}`, import.meta.url);
  return { type, text: await Deno.readTextFile(url) };
}
