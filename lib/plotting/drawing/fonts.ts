/**
 * resvg with the fonts that we bring along, loaded when first needed: without a font handed to it,
 * resvg leaves all text out, silently.
 *
 * @module
 */

import type { ResvgRenderOptions } from "@resvg/resvg-wasm";
import { escapeXml } from "../../internal/escape.ts";
import { coveredRanges, missingCharacters } from "./missing_glyphs.ts";

type ResvgModule = typeof import("@resvg/resvg-wasm");

/** resvg, ready: its class and the options that give it our fonts. */
export interface Rasterizer {
  readonly Resvg: ResvgModule["Resvg"];
  readonly font: ResvgRenderOptions["font"];
  /** The widths of texts in them; one for all drawings, which share many of their texts. */
  readonly measure: TextMeasure;
  /** Says on the console which characters of the SVG's texts will be boxes. */
  readonly warn: (svg: string) => void;
}

let rasterizer: Promise<Rasterizer> | undefined;

/** resvg with Arimo, regular and bold; needs read permission for Deno's package cache. */
export function loadRasterizer(): Promise<Rasterizer> {
  rasterizer ??= createRasterizer();
  return rasterizer;
}

async function createRasterizer(): Promise<Rasterizer> {
  const { initWasm, Resvg } = await import("@resvg/resvg-wasm");
  // A package's files have a path to read only once it is part of the module graph.
  await import("@expo-google-fonts/arimo/package.json", { with: { type: "json" } });
  const [wasm, ...fontBuffers] = await Promise.all([
    Deno.readFile(new URL(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"))),
    readFont("400Regular"),
    readFont("700Bold"),
  ]);
  await initWasm(wasm);
  const family = "Arimo";
  const font = { fontBuffers, defaultFontFamily: family, sansSerifFamily: family };
  const covered = coveredRanges(fontBuffers[0]);
  const warn = (svg: string): void => warnOfMissing(missingCharacters(svg, covered));
  return { Resvg, font, warn, measure: new TextMeasure({ Resvg, font }) };
}

const warned = new Set<string>();

/** Once for each character: a live chart is drawn over and over. */
function warnOfMissing(characters: readonly string[]): void {
  const fresh = characters.filter((character) => !warned.has(character));
  if (fresh.length === 0) return;
  fresh.forEach((character) => warned.add(character));
  console.warn(
    `The font for PNGs (Arimo) has no ${fresh.join(" ")}: boxes take their place. ` +
      "Charts in SVG and in notebooks are drawn with the fonts of the reader's system.",
  );
}

function readFont(style: string): Promise<Uint8Array> {
  const path = `@expo-google-fonts/arimo/${style}/Arimo_${style}.ttf`;
  return Deno.readFile(new URL(import.meta.resolve(path)));
}

/** Whether texts of this CSS font weight are drawn in the bold font. */
export function isBoldWeight(weight: string | number | undefined): boolean {
  return weight === "bold" || Number(weight) >= 600;
}

/** What measures texts: resvg and the fonts that it is given. */
type Fonts = Pick<Rasterizer, "Resvg" | "font">;

/** The widths of texts in our fonts, as a browser would draw them. */
export class TextMeasure {
  readonly #fonts: Fonts;
  readonly #widths = new Map<string, number>();

  /** Measures with the given fonts. */
  constructor(fonts: Fonts) {
    this.#fonts = fonts;
  }

  /** Width in pixels of one line of text at `fontSize` pixels. */
  width(text: string, fontSize: number, isBold = false): number {
    const key = `${isBold}:${text}`;
    let atHundred = this.#widths.get(key);
    if (atHundred === undefined) {
      atHundred = this.#measure(text, isBold);
      this.#widths.set(key, atHundred);
    }
    return atHundred * fontSize / 100;
  }

  #measure(text: string, isBold: boolean): number {
    const weight = isBold ? "bold" : "normal";
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><text ` +
      `font-family="Arimo" font-size="100" font-weight="${weight}">${escapeXml(text)}</text></svg>`;
    const { Resvg, font } = this.#fonts;
    const resvg = new Resvg(svg, { font });
    const box = resvg.getBBox();
    resvg.free();
    return box === undefined ? 0 : box.x + box.width;
  }
}
