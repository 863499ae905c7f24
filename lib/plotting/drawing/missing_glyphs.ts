/**
 * Which characters our font can draw.
 *
 * @module
 */

/** The first and the last code point of a range, both in it. */
type Range = readonly [first: number, last: number];

/**
 * The code points that a TrueType font has glyphs for, by its `cmap` table (OpenType 1.9, "cmap"):
 * of the subtables in format 4, the one of every font for Unicode's first plane.
 */
export function coveredRanges(font: Uint8Array): Range[] {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableOffset(view, "cmap");
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const subtable = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    if (view.getUint16(subtable) === 4) return segments(view, subtable);
  }
  return [];
}

function tableOffset(view: DataView, tag: string): number {
  for (let record = 12; record < 12 + 16 * view.getUint16(4); record += 16) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(record + i)));
    if (name === tag) return view.getUint32(record + 8);
  }
  throw new Error(`The font has no table ${tag}`);
}

/** End codes, two bytes of padding, then start codes; the last segment is only 0xFFFF. */
function segments(view: DataView, subtable: number): Range[] {
  const size = view.getUint16(subtable + 6);
  return Array.from({ length: size / 2 - 1 }, (_, i) => {
    const end = subtable + 14 + 2 * i;
    return [view.getUint16(end + 2 + size), view.getUint16(end)] as const;
  });
}

/** The characters of an SVG's texts that none of the ranges has, each once. */
export function missingCharacters(svg: string, covered: readonly Range[]): string[] {
  const texts = svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g).map(([, text]) => text);
  const isMissing = (character: string): boolean => {
    const code = character.codePointAt(0)!;
    return code > 0x20 && !covered.some(([first, last]) => code >= first && code <= last);
  };
  // Joiners and variation selectors have no glyph of their own.
  const characters = new Set(texts.toArray().join("").replaceAll(/[\u200d\ufe0e\ufe0f]/g, ""));
  return [...characters].filter(isMissing);
}
