/**
 * The two forms of a notebook's texts (one string in memory, a list of lines on disk), and JSON as
 * Python's `nbformat.write` writes it.
 *
 * @module
 */

type Json = unknown;
type JsonObject = Record<string, Json>;
type Reviver = (key: string, value: Json, context: { source?: string }) => Json;

const SPLIT_TYPES = /^text\/|^application\/javascript$|^image\/svg\+xml$/;
const JSON_TYPES = /^application\/(.+\+)?json$/;

/** The cells with the lines of each source, stream and textual MIME value joined. */
export function joinLines(cells: Json): Json {
  return mapTexts(cells, (value) => Array.isArray(value) ? value.join("") : value);
}

/** The cells with each source, stream and textual MIME value as a list of lines. */
export function splitLines(cells: Json): Json {
  return mapTexts(cells, (value, type) => {
    const split = typeof value === "string" && SPLIT_TYPES.test(type);
    return split ? value.match(/[^\n]*\n|[^\n]+$/g) ?? [] : value;
  });
}

/**
 * The value of a JSON text. Numbers that JavaScript would write otherwise (12345678901234567890, 1.0,
 * 1e400) are kept as their texts, in objects that `JSON.isRawJSON` knows.
 */
export function parseJson(text: string): Json {
  const parse = JSON.parse as (text: string, reviver: Reviver) => Json;
  return parse(text, (_key, value, { source }) => {
    return typeof value === "number" && String(value) !== source ? rawJson(source!) : value;
  });
}

/** The number that a value is, be it kept as its text or not. */
export function asNumber(value: Json): Json {
  return isRawJson(value) ? Number(value.rawJSON) : value;
}

/** The value with every number as a number: a copy, for readers who know nothing of texts. */
export function withNumbers<T extends Json>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** A value as JSON: keys sorted, those that look like numbers too; indented by one space. */
export function formatJson(value: Json, indent = ""): string {
  const inner = `${indent} `;
  const lines = Array.isArray(value)
    ? value.map((item) => formatJson(item, inner))
    : isObject(value)
    ? Object.keys(value).filter((key) => value[key] !== undefined).sort()
      .map((key) => `${JSON.stringify(key)}: ${formatJson(value[key], inner)}`)
    : undefined;
  if (lines === undefined) return isRawJson(value) ? value.rawJSON : JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (lines.length === 0) return open + close;
  return `${open}\n${lines.map((line) => inner + line).join(",\n")}\n${indent}${close}`;
}

/** Applies `f` to each text of the cells, with its MIME type. */
function mapTexts(cells: Json, f: (value: Json, type: string) => Json): Json {
  return (cells as JsonObject[]).map((cell) => ({
    ...cell,
    source: f(cell.source, "text/plain"),
    ...(cell.outputs === undefined ? {} : { outputs: mapOutputs(cell.outputs, f) }),
  }));
}

function mapOutputs(outputs: Json, f: (value: Json, type: string) => Json): Json {
  return (outputs as JsonObject[]).map((output) => {
    if (output.output_type === "stream") return { ...output, text: f(output.text, "text/plain") };
    if (!isObject(output.data)) return output;
    const data = Object.entries(output.data)
      .map(([type, value]) => [type, JSON_TYPES.test(type) ? value : f(value, type)]);
    return { ...output, data: Object.fromEntries(data) };
  });
}

/** Whether the value is an object of JSON's, and not a number that is kept as its text. */
export function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawJson(value);
}

/** TypeScript 6 does not know them yet. */
const { rawJSON: rawJson, isRawJSON: isRawJson } = JSON as unknown as {
  rawJSON(text: string): Json;
  isRawJSON(value: Json): value is { rawJSON: string };
};
