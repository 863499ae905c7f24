// @ts-check
/**
 * The trials as a table, by pages; fields above it pick some of them.
 *
 * @module
 */

import { fill, h, newId } from "./dom.js";
import { formatSeconds, formatValue, STATE_NAMES } from "./format.js";
import { valueOf } from "./trial_store.js";

/** @typedef {import("./trial_store.js").TrialRow} TrialRow */
/** @typedef {import("./trial_store.js").TrialStore} TrialStore */
/** @typedef {import("./filters.js").Filters} Filters */

const PAGE_ROWS = 25;

/** The table is drawn this often at most, in milliseconds. */
const PAUSE_MS = 300;

/** The table, its pages and its filters. */
export class TrialTable {
  /** @type {HTMLElement} */
  element;
  /** Whether the values of a trial can be used for another. */
  mayUse = false;
  #store;
  #filters;
  #onUse;
  /** @type {Record<string, any>} */
  #space = {};
  #page = 0;
  #sort = { column: "Trial", isUp: false };
  #fields = h("div", { class: "filters" });
  #table = h("div", { class: "scroll" });
  #pages = h("div", { class: "row" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {TrialStore} store
   * @param {Filters} filters
   * @param {((row: TrialRow) => void) | null} onUse
   */
  constructor(store, filters, onUse) {
    this.#store = store;
    this.#filters = filters;
    this.#onUse = onUse;
    const id = newId();
    this.element = h(
      "section",
      { class: "panel wide", "aria-labelledby": id },
      h("h3", { id }, "Trials"),
      this.#fields,
      this.#table,
      this.#pages,
    );
    filters.onChange(() => {
      this.#page = 0;
      this.#drawFields();
      this.#draw();
    });
  }

  /** @param {Record<string, any>} space */
  setSpace(space) {
    this.#space = space;
    this.#drawFields();
    this.refresh();
  }

  /** Trials have changed. */
  refresh() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, PAUSE_MS);
  }

  #drawFields() {
    const focused = document.activeElement?.id;
    const names = Object.keys(this.#space);
    fill(
      this.#fields,
      ...names.map((name, i) => this.#field(name, this.#space[name], i)),
      this.#filters.isSet &&
        h("button", { onclick: () => this.#filters.clear() }, "Show all trials"),
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  /**
   * @param {string} name
   * @param {any} range
   * @param {number} place
   */
  #field(name, range, place) {
    const filter = this.#filters.get(name);
    const id = `${this.#fieldsId}-${place}`;
    const inputs = range.type === "categorical"
      ? range.choices.map((/** @type {any} */ choice, /** @type {number} */ i) =>
        h(
          "label",
          {},
          h("input", {
            type: "checkbox",
            id: `${id}-${i}`,
            checked: !filter || !("levels" in filter) || filter.levels.includes(choice),
            onchange: () => this.#toggle(name, range.choices, choice),
          }),
          ` ${formatValue(choice)} `,
        )
      )
      : ["low", "high"].map((end) =>
        h("input", {
          type: "number",
          step: "any",
          id: `${id}-${end}`,
          "aria-label": `${name}, ${end === "low" ? "from" : "to"}`,
          placeholder: formatValue(range[end]),
          value: filter && end in filter && isFinite(Reflect.get(filter, end))
            ? Number(Reflect.get(filter, end).toPrecision(6))
            : "",
          onchange: (/** @type {Event} */ event) =>
            this.#limit(name, end, /** @type {HTMLInputElement} */ (event.target).value),
        })
      );
    return h("fieldset", {}, h("legend", {}, name), ...inputs);
  }

  #fieldsId = newId();

  /**
   * @param {string} name
   * @param {any[]} choices
   * @param {any} choice
   */
  #toggle(name, choices, choice) {
    const filter = this.#filters.get(name);
    const before = filter && "levels" in filter ? filter.levels : choices;
    const levels = choices.filter((other) => before.includes(other) !== (other === choice));
    this.#filters.set(name, levels.length === choices.length ? null : { levels });
  }

  /**
   * @param {string} name
   * @param {string} end
   * @param {string} text
   */
  #limit(name, end, text) {
    const filter = this.#filters.get(name);
    const before = filter && "low" in filter ? filter : { low: -Infinity, high: Infinity };
    const none = end === "low" ? -Infinity : Infinity;
    const limits = { ...before, [end]: text === "" ? none : Number(text) };
    const isOpen = limits.low === -Infinity && limits.high === Infinity;
    this.#filters.set(name, isOpen ? null : limits);
  }

  #draw() {
    const rows = this.#store.rows.filter((row) => this.#filters.includes(row));
    const columns = this.#columns();
    const sorted = columns.find(({ name }) => name === this.#sort.column) ?? columns[0];
    const sign = this.#sort.isUp ? 1 : -1;
    rows.sort((a, b) => sign * compare(sorted.key(a), sorted.key(b)) || a.n - b.n);
    const last = Math.max(0, Math.ceil(rows.length / PAGE_ROWS) - 1);
    this.#page = Math.min(this.#page, last);
    const shown = rows.slice(this.#page * PAGE_ROWS, (this.#page + 1) * PAGE_ROWS);
    const focused = document.activeElement?.id;
    fill(
      this.#table,
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ...columns.map((column, i) => this.#heading(column, i)))),
        h("tbody", {}, ...shown.map((row) => this.#row(row, columns))),
      ),
    );
    this.#drawPages(rows.length, last);
    if (focused) document.getElementById(focused)?.focus();
  }

  #columns() {
    /** @type {{ name: string, key: (row: TrialRow) => any, text: (row: TrialRow) => string, look?: string }[]} */
    const columns = [
      { name: "Trial", key: (row) => row.n, text: (row) => String(row.n), look: "number" },
      { name: "State", key: (row) => row.s, text: stateOf },
      {
        name: "Value",
        key: valueOf,
        text: (row) => row.v === undefined ? "" : formatValue(row.v),
        look: "number",
      },
      ...Object.keys(this.#space).map((name) => ({
        name,
        key: (/** @type {TrialRow} */ row) => Object.hasOwn(row.p, name) ? row.p[name] : undefined,
        text: (/** @type {TrialRow} */ row) =>
          Object.hasOwn(row.p, name) ? formatValue(row.p[name]) : "",
        look: "number",
      })),
      {
        name: "Last report",
        key: (row) => row.r?.[0],
        text: (row) => row.r ? `${formatValue(row.r[1])} at ${row.r[0]}` : "",
        look: "number",
      },
      { name: "Time", key: (row) => row.t, text: (row) => formatSeconds(row.t), look: "number" },
    ];
    if (this.#store.rows.some(({ e }) => e !== undefined)) {
      columns.push({
        name: "Error",
        key: (row) => row.e,
        text: (row) => row.e ?? "",
        look: "text",
      });
    }
    return columns;
  }

  #headingsId = newId();

  /**
   * @param {{ name: string, look?: string }} column
   * @param {number} place
   */
  #heading({ name, look }, place) {
    const { column, isUp } = this.#sort;
    const sort = column === name ? { "aria-sort": isUp ? "ascending" : "descending" } : {};
    const onclick = () => {
      this.#sort = { column: name, isUp: column === name ? !isUp : false };
      this.#draw();
    };
    const id = `${this.#headingsId}-${place}`;
    return h(
      "th",
      { scope: "col", class: look, ...sort },
      h("button", { class: "plain", id, onclick }, name),
    );
  }

  /**
   * @param {TrialRow} row
   * @param {{ text: (row: TrialRow) => string, look?: string }[]} columns
   */
  #row(row, columns) {
    const isBest = this.#store.best() === row;
    const use = this.mayUse ? this.#onUse : null;
    return h(
      "tr",
      { class: isBest ? "best" : undefined },
      ...columns.map(({ text, look }) => h("td", { class: look }, text(row))),
      use && h(
        "td",
        {},
        h("button", {
          "aria-label": `Use the values of trial ${row.n}`,
          onclick: () => use(row),
        }, "Use"),
      ),
    );
  }

  /**
   * @param {number} count
   * @param {number} last
   */
  #drawPages(count, last) {
    const all = this.#store.rows.length;
    const text = count === all ? `${all} trials` : `${count} of ${all} trials`;
    const page = this.#page;
    const turn = (/** @type {number} */ to) => () => {
      this.#page = to;
      this.#draw();
    };
    const id = this.#headingsId;
    fill(
      this.#pages,
      h("span", { role: "status" }, last === 0 ? text : `${text}, page ${page + 1} of ${last + 1}`),
      last > 0 &&
        h("button", { id: `${id}-b`, disabled: page === 0, onclick: turn(page - 1) }, "Back"),
      last > 0 &&
        h("button", { id: `${id}-n`, disabled: page === last, onclick: turn(page + 1) }, "Next"),
    );
  }
}

/** @param {TrialRow} row */
function stateOf({ s, d }) {
  const name = Reflect.get(STATE_NAMES, s);
  return d ? `${name}, diverged` : name;
}

/**
 * What is missing comes last in the ascending order.
 *
 * @param {any} a
 * @param {any} b
 */
function compare(a, b) {
  const isMissing = (/** @type {any} */ value) => value === undefined || Number.isNaN(value);
  if (isMissing(a) || isMissing(b)) return Number(isMissing(b)) - Number(isMissing(a));
  if (typeof a !== typeof b) return String(a) < String(b) ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
