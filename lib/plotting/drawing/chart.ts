/**
 * What every chart function returns.
 *
 * @module
 */

import { toBase64 } from "../../internal/base64.ts";
import { checkObject, checkString } from "../../internal/checks.ts";
import { checkOptions, number } from "../../internal/options.ts";
import { withDescription } from "./png_text.ts";
import { renderPng, renderSvg, type VegaLiteSpec } from "./render.ts";
import { EMBED_STYLE } from "./vega_embed.ts";

/** One output in several forms, by MIME type: front ends show the richest that they know. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** A MIME bundle with what Jupyter wants to know beside it: the content of `display_data`. */
export interface DisplayData {
  /** The forms of the output. */
  readonly data: MimeBundle;
  /** By MIME type; an image's `width` and `height` in CSS pixels. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Anything that can be shown in a notebook or put on a page: a chart or a grid of images. */
export interface Picture {
  /** One line of text that says what the picture shows. */
  readonly summary: string;
  /** PNG bytes. */
  toPng(): Promise<Uint8Array>;
  /** The picture in all its forms. */
  toMimeBundle(): Promise<MimeBundle>;
  /** The same with the size at which the image is meant to be seen. */
  toDisplayData(): Promise<DisplayData>;
}

/** MIME type under which JupyterLab, VS Code and nbconvert draw Vega-Lite 5. */
export const VEGA_LITE_MIME = "application/vnd.vegalite.v5+json";

/** What front ends want to know of a chart beside its spec. */
export const VEGA_LITE_METADATA: Readonly<Record<string, unknown>> = {
  [VEGA_LITE_MIME]: { embed_options: { defaultStyle: EMBED_STYLE } },
};

/** Two device pixels to one CSS pixel: crisp on today's screens. */
const PNG_SCALE = 2;

/**
 * A chart: a Vega-Lite spec, drawn on demand. Deno's Jupyter kernel shows it as a cell's value.
 *
 * @example
 * ```ts
 * import { historyChart } from "two-layer-net/plotting";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 *
 * const chart = historyChart([2.302954, 2.30255, 2.297648]);
 * assertStringIncludes(await chart.toSvg(), "Iteration");
 * assertEquals(Object.keys(await chart.toMimeBundle()), [
 *   "application/vnd.vegalite.v5+json",
 *   "image/png",
 *   "text/plain",
 * ]);
 * ```
 */
export class Chart implements Picture {
  /** The Vega-Lite 5 specification, data included. */
  readonly spec: VegaLiteSpec;
  /** One line of text that says what the chart shows. */
  readonly summary: string;

  /** A chart of any Vega-Lite 5 spec; the functions beside this class make them from data. */
  constructor(spec: VegaLiteSpec, summary: string) {
    checkObject("spec", spec);
    checkString("summary", summary);
    this.spec = { ...spec, description: spec.description ?? summary };
    this.summary = summary;
  }

  /** The chart as an SVG document, on white. */
  toSvg(): Promise<string> {
    return renderSvg(this.spec);
  }

  /**
   * The chart as PNG bytes.
   *
   * @param options.scale Device pixels to one CSS pixel; default 2.
   * @throws {RangeError} If `scale` is not a finite number greater than 0.
   */
  async toPng(options: { scale?: number } = {}): Promise<Uint8Array> {
    checkOptions("toPng", options, { scale: number(1 / 64, 64) });
    const { scale = PNG_SCALE } = options;
    return withDescription(await renderPng(this.spec, scale), this.summary);
  }

  /** Vega-Lite for front ends that draw it, PNG for those that do not, and the summary. */
  async toMimeBundle(): Promise<MimeBundle> {
    return (await this.toDisplayData()).data;
  }

  /** The MIME bundle and the PNG's size in CSS pixels. */
  async toDisplayData(): Promise<DisplayData> {
    const png = await this.toPng();
    const { width, height } = pngSize(png);
    return {
      data: {
        [VEGA_LITE_MIME]: this.spec,
        "image/png": toBase64(png),
        "text/plain": this.summary,
      },
      metadata: {
        ...VEGA_LITE_METADATA,
        "image/png": { width: width / PNG_SCALE, height: height / PNG_SCALE, alt: this.summary },
      },
    };
  }

  /** What Deno's Jupyter kernel asks a cell's value for. */
  [Symbol.for("Jupyter.display")](): Promise<MimeBundle> {
    return this.toMimeBundle();
  }
}

/** Width and height of a PNG: the first two fields of its IHDR chunk. */
function pngSize(png: Uint8Array): { width: number; height: number } {
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
