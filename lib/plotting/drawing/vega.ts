/**
 * Vega and Vega-Lite, loaded when first needed, from their browser builds: a file each, quicker to
 * load than the packages' many modules, free of the deprecated Node.js modules that those pull in,
 * and the same that a self-contained page carries.
 *
 * @module
 */

import { isBoldWeight, loadRasterizer, type TextMeasure } from "./fonts.ts";

type Vega = typeof import("vega");
type VegaLite = typeof import("vega-lite");

/** Both libraries, ready to lay out text in our fonts. */
export interface VegaModules {
  readonly vega: Vega;
  readonly vegaLite: VegaLite;
}

/** The source of the two browser builds: scripts that define `vega` and `vegaLite`. */
export interface VegaScripts {
  readonly vega: string;
  readonly vegaLite: string;
}

let modules: Promise<VegaModules> | undefined;

/** The libraries; needs read permission for Deno's package cache. */
export function loadVega(): Promise<VegaModules> {
  modules ??= createModules();
  return modules;
}

async function createModules(): Promise<VegaModules> {
  const [scripts, { measure }] = await Promise.all([readVegaScripts(), loadRasterizer()]);
  const vega = runUmdScript(scripts.vega, {}) as unknown as Vega;
  const vegaLite = runUmdScript(scripts.vegaLite, { vega }) as unknown as VegaLite;
  measureTextWith(vega, measure);
  return { vega, vegaLite };
}

/** The browser builds as text. */
export async function readVegaScripts(): Promise<VegaScripts> {
  // A package's files have a path to read only once it is part of the module graph.
  await Promise.all([
    import("vega/package.json", { with: { type: "json" } }),
    import("vega-lite/package.json", { with: { type: "json" } }),
  ]);
  const [vega, vegaLite] = await Promise.all([
    Deno.readTextFile(new URL(import.meta.resolve("vega/build/vega.min.js"))),
    Deno.readTextFile(new URL(import.meta.resolve("vega-lite/build/vega-lite.min.js"))),
  ]);
  return { vega, vegaLite };
}

/** Runs a script in the universal module form (UMD) and returns what it exports. */
function runUmdScript(source: string, dependencies: Record<string, unknown>): object {
  const exports = {};
  const run = new Function("exports", "module", "require", source);
  run(exports, {}, (name: string) => dependencies[name]);
  return exports;
}

/** The part of a Vega text mark that its width depends on. */
interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** Vega exports this (for vl-convert, which does the same as we do) but its types leave it out. */
interface VegaTextMetrics {
  textMetrics: { width: (item: TextItem, text: string) => number };
}

/** Without canvas Vega takes 0.8 em a character, twice too wide: labels would be cut and hidden. */
function measureTextWith(vega: Vega, measure: TextMeasure): void {
  const { textMetrics } = vega as unknown as VegaTextMetrics;
  textMetrics.width = ({ fontSize = 11, fontWeight }, text) => {
    const line = String(text ?? "").trim();
    return measure.width(line, fontSize, isBoldWeight(fontWeight));
  };
}
