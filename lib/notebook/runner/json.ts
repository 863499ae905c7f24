/**
 * The two forms of a notebook's texts (one string in memory, a list of lines on disk) and the order
 * of its keys: what Python's `nbformat.write` does.
 *
 * @module
 */

type Json = unknown;
type JsonObject = Record<string, Json>;

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

/** The same value with the keys of every object in it sorted. */
export function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value).sort().map((key) => [key, sortKeys(value[key])]),
  );
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

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
