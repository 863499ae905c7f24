// @ts-check
/**
 * Numbers and states as text.
 *
 * @module
 */

/**
 * A parameter or a value in short.
 *
 * @param {unknown} value
 */
export function formatValue(value) {
  if (value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
}

/** What the states are called. */
export const STATE_NAMES = Object.freeze({
  WAITING: "waiting",
  RUNNING: "running",
  COMPLETE: "complete",
  PRUNED: "pruned",
  FAIL: "failed",
});

/**
 * How many trials are in each state: `45 complete, 2 running`.
 *
 * @param {Record<string, number>} counts
 */
export function formatCounts(counts) {
  const parts = Object.entries(STATE_NAMES)
    .filter(([state]) => counts[state] > 0)
    .map(([state, name]) => `${counts[state]} ${name}`);
  return parts.join(", ") || "no trials";
}

/**
 * Seconds as text.
 *
 * @param {number | undefined} seconds
 */
export function formatSeconds(seconds) {
  if (seconds === undefined) return "";
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
