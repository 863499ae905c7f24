/**
 * Values in words, where the runtime has no such function.
 *
 * @module
 */

const MOST_ELEMENTS = 4;

/** A value as an error message quotes it: objects one level deep, lists by their first elements. */
export function inspect(value: unknown, depth = 1): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `[Function: ${value.name || "(anonymous)"}]`;
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Error) return String(value);
  const list = Array.isArray(value) || ArrayBuffer.isView(value) && "length" in value;
  const name = value.constructor?.name ?? "";
  if (depth < 0) return list ? `[${name}]` : `[${name || "Object"}]`;
  const inner = (one: unknown) => inspect(one, depth - 1);
  if (list) return inspectList(value as ArrayLike<unknown>, name, inner);
  const members = Object.entries(value).map(([key, one]) => `${key}: ${inner(one)}`);
  const prefix = name === "Object" || name === "" ? "" : `${name} `;
  return members.length === 0 ? `${prefix}{}` : `${prefix}{ ${members.join(", ")} }`;
}

function inspectList(
  list: ArrayLike<unknown>,
  name: string,
  inner: (one: unknown) => string,
): string {
  const shown = Array.from(
    { length: Math.min(list.length, MOST_ELEMENTS) },
    (_, i) => inner(list[i]),
  );
  const more = list.length - shown.length;
  if (more > 0) shown.push(`... ${more} more`);
  const prefix = name === "Array" ? "" : `${name}(${list.length}) `;
  return shown.length === 0 ? `${prefix}[]` : `${prefix}[ ${shown.join(", ")} ]`;
}
