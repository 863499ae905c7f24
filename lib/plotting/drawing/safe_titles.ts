/**
 * Titles that Vega-Lite can put into expressions.
 *
 * @module
 */

type Json = Readonly<Record<string, unknown>>;

/** What ends a line, in a chart as in a string of Vega's expressions. */
// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]+/g;

/**
 * The spec with titles of channels that no text can break: Vega-Lite writes them into expressions,
 * for tooltips and for screen readers, and escapes nothing in them but quotation marks. So control
 * characters become spaces, tooltips get their backslashes escaped, and where other titles have
 * some, marks go without labels of their own, since the title itself must stay as it is.
 */
export function withSafeTitles<S extends Json>(spec: S): S {
  let hasBackslash = false;
  const walk = (value: unknown, isTooltip: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, isTooltip));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (key === "data" || key === "config") return [key, item];
        if (key !== "title" || typeof item !== "string") {
          return [key, walk(item, isTooltip || key === "tooltip")];
        }
        const line = item.replace(CONTROL, " ");
        if (isTooltip) return [key, line.replaceAll("\\", "\\\\")];
        hasBackslash ||= line.includes("\\");
        return [key, line];
      }),
    );
  };
  const safe = walk(spec, false) as S & { config?: Json };
  if (!hasBackslash) return safe;
  const config = { ...safe.config, mark: { ...safe.config?.mark as Json, aria: false } };
  return { ...safe, config };
}
