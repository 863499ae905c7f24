/**
 * Lines that keep to the width of a terminal.
 *
 * @module
 */

import { eastAsianWidth } from "get-east-asian-width";

/** As much of the text as fits into so many columns; Chinese characters and emoji take two. */
export function cutToWidth(text: string, columns: number): string {
  let width = 0, end = 0;
  for (const character of text) {
    width += eastAsianWidth(character.codePointAt(0)!);
    if (width > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}
