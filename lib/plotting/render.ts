/**
 * Vega-Lite specs to SVG and PNG, without a browser or canvas.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { loadRasterizer } from "./fonts.ts";
import { loadVega } from "./vega.ts";

/** A Vega-Lite specification, version 5: JSON that any Vega-Lite 5 front end draws. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

/** The spec drawn as an SVG document. */
export async function renderSvg(spec: VegaLiteSpec): Promise<string> {
  const { vega, vegaLite } = await loadVega();
  const compiled = vegaLite.compile(spec as unknown as TopLevelSpec).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** An SVG document as PNG bytes; `scale` device pixels to one CSS pixel. */
export async function rasterize(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg, font } = await loadRasterizer();
  const resvg = new Resvg(svg, { font, fitTo: { mode: "zoom", value: scale } });
  try {
    const image = resvg.render();
    const png = image.asPng();
    image.free();
    return png;
  } finally {
    resvg.free();
  }
}
