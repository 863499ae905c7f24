/**
 * JSON as Python's `json` module reads and writes it: NaN and infinities are bare words.
 *
 * @module
 */

import { decodeJson, encodeJson, type Json, type JsonInput } from "../json.ts";

/** A number that JSON has no word for, as {@linkcode encodeJson} writes it. */
const NUMBER = /\{"\$number":"(NaN|-?Infinity|-0)"\}/g;

/** A text, which is passed over, or a bare word. */
const TEXT_OR_WORD = /"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g;

/** The value as Python's `json.dumps` writes it, without spaces. */
export function encodePythonJson(value: JsonInput, name?: string): string {
  return encodeJson(value, name).replace(NUMBER, (_, word) => word === "-0" ? "-0.0" : word);
}

/**
 * The value of a text that Python's `json.dumps` or {@linkcode encodePythonJson} wrote.
 *
 * @throws {SyntaxError} If it is no JSON.
 */
export function decodePythonJson(text: string): Json {
  if (!/NaN|Infinity/.test(text)) return JSON.parse(text);
  return decodeJson(
    text.replace(TEXT_OR_WORD, (found) => found[0] === '"' ? found : `{"$number":"${found}"}`),
  );
}
