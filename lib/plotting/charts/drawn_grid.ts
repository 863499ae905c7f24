/**
 * What the functions return that put pictures side by side.
 *
 * @module
 */

import { toBase64 } from "../../internal/base64.ts";
import type { DisplayData, MimeBundle, Picture } from "../drawing/chart.ts";
import { withDescription } from "../drawing/png_text.ts";
import { encodePng, type Raster } from "../drawing/raster.ts";
import { drawGrid, type GridLayout } from "./grid_drawing.ts";

/** Device pixels to one CSS pixel. */
const PIXEL_RATIO = 2;

/** A grid of images: its pixels, and its PNG at a readable size, transparent around the images. */
export interface ImageGrid extends Picture {
  /** Pixels a row, before enlargement and without texts. */
  readonly width: number;
  /** Rows of pixels, likewise. */
  readonly height: number;
  /** `width · height · 3` bytes: R, G, B. */
  readonly pixels: Uint8Array;
}

/** A grid that is drawn when it is asked for. */
export class DrawnGrid implements ImageGrid {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  readonly summary: string;
  readonly #layout: GridLayout;

  /** A grid whose images lie in `raster` as `layout` says. */
  constructor({ width, height, pixels }: Raster, summary: string, layout: GridLayout) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    this.summary = summary;
    this.#layout = layout;
  }

  /** The images with their texts as PNG bytes, transparent around them, in sharp enlarged pixels. */
  async toPng(): Promise<Uint8Array> {
    return this.#encode(await this.#draw());
  }

  #encode(drawn: Raster): Uint8Array {
    return withDescription(encodePng(drawn), this.summary);
  }

  #draw(): Promise<Raster> {
    return drawGrid(this, this.#layout, PIXEL_RATIO);
  }

  /** PNG, and the summary. */
  async toMimeBundle(): Promise<MimeBundle> {
    return (await this.toDisplayData()).data;
  }

  /** The MIME bundle and the PNG's size in CSS pixels. */
  async toDisplayData(): Promise<DisplayData> {
    const drawn = await this.#draw();
    const size = { width: drawn.width / PIXEL_RATIO, height: drawn.height / PIXEL_RATIO };
    return {
      data: { "image/png": toBase64(this.#encode(drawn)), "text/plain": this.summary },
      metadata: { "image/png": { ...size, alt: this.summary } },
    };
  }

  /** What Deno's Jupyter kernel asks a cell's value for. */
  [Symbol.for("Jupyter.display")](): Promise<MimeBundle> {
    return this.toMimeBundle();
  }
}
