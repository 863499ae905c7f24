// @ts-check
/**
 * The trials of a study in the page.
 *
 * @module
 */

/**
 * @typedef {{ n: number, s: string, p: Record<string, any>, v?: number | string,
 *   r?: [number, number | string], t?: number, d?: true, e?: string }} TrialRow
 */

/** Trials by their numbers, with counts and the best as they come. */
export class TrialStore {
  /** @type {TrialRow[]} */
  rows = [];
  /** @type {"minimize" | "maximize"} */
  direction = "minimize";

  /**
   * Takes over rows that are new or have changed.
   *
   * @param {TrialRow[]} rows
   * @param {number} total How many trials there are in all.
   */
  add(rows, total) {
    for (const row of rows) this.rows[row.n] = row;
    if (this.rows.length > total) this.rows.length = total;
  }

  /** How many trials are in each state. */
  counts() {
    /** @type {Record<string, number>} */
    const counts = {};
    for (const { s } of this.rows) counts[s] = (counts[s] ?? 0) + 1;
    return counts;
  }

  /** The best complete trial, or `null`. */
  best() {
    const sign = this.direction === "minimize" ? 1 : -1;
    /** @type {TrialRow | null} */
    let best = null;
    for (const row of this.rows) {
      if (row.s !== "COMPLETE") continue;
      if (best === null || sign * valueOf(row) < sign * valueOf(best)) best = row;
    }
    return best;
  }
}

/**
 * A trial's value as a number, NaN for none.
 *
 * @param {TrialRow} row
 */
export function valueOf(row) {
  return row.v === undefined ? NaN : Number(row.v);
}
