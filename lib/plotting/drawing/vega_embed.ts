/**
 * What is asked of vega-embed, with which JupyterLab, VS Code and others draw Vega-Lite.
 *
 * @module
 */

/**
 * In the spec: SVG, whose colours follow the page's theme, also when that is switched, and no menu,
 * one entry of which would send the data to another site.
 */
export const EMBED_OPTIONS = { renderer: "svg", actions: false } as const;

/**
 * Beside the spec, since a spec may bring no styles: charts that are wider than their place shrink.
 * vega-embed puts a style sheet on a page once, the first that it is given, for all charts; so here is
 * its own part too, for the menus of other people's charts.
 */
export const EMBED_STYLE = `
.vega-embed { position: relative; display: inline-block; box-sizing: border-box; max-width: 100%; }
.vega-embed .marks { max-width: 100%; height: auto !important; }
.vega-embed.has-actions { padding-right: 38px; }
.vega-embed.fit-x, .vega-embed .fit-x > .marks { width: 100%; }
.vega-embed.fit-y { height: 100%; }
.vega-embed details:not([open]) > :not(summary) { display: none !important; }
.vega-embed summary { list-style: none; position: absolute; top: 0; right: 0; padding: 6px;
  z-index: 1000; border: 1px solid #aaa; border-radius: 999px; background: white; color: #1b1e23;
  opacity: 0.2; cursor: pointer; line-height: 0; }
.vega-embed summary::-webkit-details-marker { display: none; }
.vega-embed summary svg { width: 14px; height: 14px; }
.vega-embed:hover summary, .vega-embed details[open] summary { opacity: 0.7; }
.vega-embed .vega-actions { position: absolute; z-index: 1001; top: 35px; right: -9px;
  display: flex; flex-direction: column; padding: 8px 0; border: 1px solid #d9d9d9;
  border-radius: 4px; background: white; text-align: left; }
.vega-embed .vega-actions a { padding: 8px 16px; font: 600 14px sans-serif; white-space: nowrap;
  color: #434a56; text-decoration: none; }
`.replaceAll(/\n */g, " ").trim();
