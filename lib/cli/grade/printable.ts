/**
 * Texts of students', made fit to be printed.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";

/** Control and format characters, but for line breaks and tabs: among them those that turn writing round. */
const HIDDEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The text without what could change a terminal, at most `length` characters of it. */
export function printable(text: string, length = 2000): string {
  const plain = stripVTControlCharacters(text).replace(HIDDEN, "");
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}
