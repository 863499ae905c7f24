// @ts-check
/**
 * Which trials are wanted: by ranges of parameters, set with brushes or with fields.
 *
 * @module
 */

/** @typedef {import("./trial_store.js").TrialRow} TrialRow */
/** @typedef {{ low: number, high: number } | { levels: any[] }} Filter */

/** Filters by parameter, and who wants to know when they change. */
export class Filters {
  /** @type {Map<string, Filter>} */
  #filters = new Map();
  /** @type {(() => void)[]} */
  #listeners = [];

  /** @param {() => void} listener */
  onChange(listener) {
    this.#listeners.push(listener);
  }

  /** @param {string} name */
  get(name) {
    return this.#filters.get(name);
  }

  /** Whether any trial may be left out. */
  get isSet() {
    return this.#filters.size > 0;
  }

  /**
   * @param {string} name
   * @param {Filter | null} filter
   */
  set(name, filter) {
    if (filter === null) this.#filters.delete(name);
    else this.#filters.set(name, filter);
    for (const listener of this.#listeners) listener();
  }

  clear() {
    this.#filters.clear();
    for (const listener of this.#listeners) listener();
  }

  /** @param {TrialRow} row */
  includes(row) {
    for (const [name, filter] of this.#filters) {
      if (!Object.hasOwn(row.p, name)) return false;
      const value = row.p[name];
      if ("levels" in filter ? !filter.levels.includes(value) : !isWithin(value, filter)) {
        return false;
      }
    }
    return true;
  }
}

/**
 * @param {number} value
 * @param {{ low: number, high: number }} range
 */
function isWithin(value, { low, high }) {
  return value >= low && value <= high;
}
