/**
 * Vega-Lite specs to SVG and PNG, without a browser or canvas.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { loadRasterizer } from "./fonts.ts";
import { encodePalettePng } from "./palette_png.ts";
import { loadVega } from "./vega.ts";

/** A Vega-Lite specification, version 5: JSON that any Vega-Lite 5 front end draws. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

/** The spec drawn as an SVG document. */
export async function renderSvg(spec: VegaLiteSpec): Promise<string> {
  const { vega, vegaLite } = await loadVega();
  // Vega tags the rows that it is given; the caller's stay as they are.
  const own = structuredClone(spec) as unknown as TopLevelSpec;
  const compiled = vegaLite.compile(own).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none" });
  try {
    return withoutInvisible(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** Points that are there for tooltips only have no place in a drawing, and are most of its size. */
function withoutInvisible(svg: string): string {
  return svg.replaceAll(/<path [^>]* opacity="0"[^>]*\/>/g, "");
}

/** An SVG document as PNG bytes; `scale` device pixels to one CSS pixel. */
export async function rasterize(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg, font } = await loadRasterizer();
  const resvg = new Resvg(svg, {
    font,
    background: "white",
    fitTo: { mode: "zoom", value: scale },
  });
  try {
    const image = resvg.render();
    const png = await encodePalettePng(image);
    image.free();
    return png;
  } finally {
    resvg.free();
  }
}
