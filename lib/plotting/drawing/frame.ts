/**
 * What every spec has in common.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { Chart } from "./chart.ts";
import type { FrameOptions } from "./options.ts";
import type { VegaLiteSpec } from "./render.ts";
import { withSafeTitles } from "./safe_titles.ts";
import { THEME } from "./theme.ts";
import { EMBED_OPTIONS } from "./vega_embed.ts";

/** They end lines in Vega's expressions, into which categories are written. */
const LINE_SEPARATORS = /[\u2028\u2029]/g;

const SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

/** A chart of the given body, with title and theme; views that are composed size themselves. */
export function frameChart(body: TopLevelSpec, frame: FrameOptions, summary: string): Chart {
  const { title, subtitle } = frame;
  const spec = {
    $schema: SCHEMA,
    config: THEME,
    usermeta: { embedOptions: EMBED_OPTIONS },
    ...(title ? { title: { text: title, ...(subtitle ? { subtitle } : {}) } } : {}),
    ...body,
  };
  // Through JSON, so that the spec is what a notebook stores: no property that is undefined.
  const plain: VegaLiteSpec = JSON.parse(
    JSON.stringify(spec).replaceAll(LINE_SEPARATORS, " "),
  );
  return new Chart(withSafeTitles(plain), title ? `${title}: ${summary}` : summary);
}

/** The same for a single view: `width` and `height` are those of the whole, title and axes in. */
export function frameView(body: TopLevelSpec, frame: FrameOptions, summary: string): Chart {
  const { width, height } = frame;
  const sized = { autosize: { type: "fit", contains: "padding" }, width, height, ...body };
  return frameChart(sized as TopLevelSpec, frame, summary);
}
