// @ts-check
/**
 * Queueing a trial with chosen values.
 *
 * @module
 */

import { fill, h, newId } from "./dom.js";
import { formatValue } from "./format.js";
import { change } from "./server.js";

/** @typedef {import("./trial_store.js").TrialRow} TrialRow */

/** A form with a field for each parameter. */
export class EnqueuePanel {
  /** @type {HTMLElement} */
  element;
  #fields = h("div", { class: "values" });
  /** @type {Map<string, { field: HTMLInputElement | HTMLSelectElement, range: any }>} */
  #byName = new Map();
  #space = "";

  /**
   * @param {import("./server.js").StudyKey} key
   * @param {(text: string) => void} tell
   */
  constructor(key, tell) {
    const id = newId();
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      try {
        tell(await change("enqueue", key, { params: this.#params() }));
      } catch (error) {
        tell(/** @type {Error} */ (error).message);
      }
    };
    this.element = h(
      "section",
      { class: "panel wide", "aria-labelledby": id },
      h("h3", { id }, "Queue a trial"),
      h("p", { class: "quiet" }, "Fields that are left empty are chosen by the sampler."),
      h(
        "form",
        { onsubmit: submit, novalidate: true },
        this.#fields,
        h("div", { class: "row" }, h("button", {}, "Queue the trial")),
      ),
    );
  }

  /** @param {Record<string, any>} space */
  setSpace(space) {
    const text = JSON.stringify(space);
    if (text === this.#space) return;
    this.#space = text;
    this.#byName = new Map(
      Object.entries(space).map(([name, range]) => [name, { field: fieldOf(range), range }]),
    );
    fill(
      this.#fields,
      ...[...this.#byName].map(([name, { field }]) => h("label", {}, h("span", {}, name), field)),
    );
  }

  /**
   * Takes over the values of a trial.
   *
   * @param {TrialRow} row
   */
  use(row) {
    for (const [name, { field, range }] of this.#byName) {
      const value = Object.hasOwn(row.p, name) ? row.p[name] : undefined;
      if (value === undefined) field.value = "";
      else field.value = range.choices ? String(range.choices.indexOf(value)) : String(value);
    }
    this.element.scrollIntoView({ block: "nearest" });
    this.#byName.values().next().value?.field.focus();
  }

  #params() {
    const entries = [...this.#byName].filter(([, { field }]) => field.value.trim() !== "");
    return Object.fromEntries(
      entries.map(([name, { field, range }]) => {
        if (range.choices) return [name, range.choices[Number(field.value)]];
        const number = Number(field.value);
        // What is no number is refused by the server, with the parameter's name.
        return [name, Number.isFinite(number) ? number : field.value];
      }),
    );
  }
}

/** @param {any} range */
function fieldOf(range) {
  if (!range.choices) {
    return h("input", { inputmode: "decimal", placeholder: `${range.low} … ${range.high}` });
  }
  return h(
    "select",
    {},
    h("option", { value: "" }, "as the sampler says"),
    ...range.choices.map((/** @type {any} */ choice, /** @type {number} */ i) =>
      h("option", { value: i }, formatValue(choice))
    ),
  );
}
