/**
 * Pictures as figures of a page.
 *
 * @module
 */

import { escapeXml } from "../../internal/escape.ts";
import { Chart, type Picture } from "./chart.ts";
import { LEAST_WIDTH } from "./narrow.ts";
import { renderSvg } from "./render.ts";
import { readVegaScripts } from "./vega.ts";

/** How figures look, however narrow the page. */
export const FIGURE_STYLE = `
figure { margin: 1em 0; max-width: 100%; }
figure svg, figure img { max-width: 100%; height: auto; }
img { image-rendering: pixelated; }
`;

/** A picture in the page's colours; if it is a chart, it is added to those of the page. */
export async function figureHtml(picture: Picture, charts: Chart[]): Promise<string> {
  if (picture instanceof Chart) {
    const id = `chart-${charts.push(picture)}`;
    return `<figure id="${id}">${withOwnIds(await renderSvg(picture.spec, "page"), id)}</figure>`;
  }
  const { data, metadata } = await picture.toDisplayData();
  const { width, height } = metadata["image/png"] as { width: number; height: number };
  return `<figure><img src="data:image/png;base64,${data["image/png"]}" width="${width}" ` +
    `height="${height}" alt="${escapeXml(picture.summary)}"></figure>`;
}

/** Each drawing counts its clip paths and gradients from 0; on one page they would meet. */
function withOwnIds(svg: string, prefix: string): string {
  return svg.replaceAll(/ id="/g, ` id="${prefix}-`).replaceAll("url(#", `url(#${prefix}-`);
}

/** Vega, the specs, and the few lines that draw them in place of the drawings. */
export async function interactiveScripts(charts: readonly Chart[]): Promise<string[]> {
  const { vega, vegaLite } = await readVegaScripts();
  const specs = JSON.stringify(charts.map(({ spec }) => spec));
  const draw = `
${specs}.forEach((spec, i) => {
  const container = document.getElementById("chart-" + (i + 1));
  container.textContent = "";
  if (typeof spec.width === "number") {
    spec.width = Math.min(spec.width, Math.max(${LEAST_WIDTH}, container.clientWidth));
  }
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), {
    container, renderer: "svg", hover: true,
  });
  view.runAsync();
});
`;
  return [vega, vegaLite, draw];
}
