// @ts-check
/**
 * The queue and its workers, where there are any.
 *
 * @module
 */

import { fill, h, newId } from "./dom.js";

/** @typedef {{ name: string, slots: number, running: number[] }} Worker */

/** Shows itself once there is something to tell. */
export class QueuePanel {
  /** @type {HTMLElement} */
  element;
  #content = h("div", {});

  constructor() {
    const id = newId();
    this.element = h(
      "section",
      { class: "panel wide", "aria-labelledby": id, hidden: true },
      h("h3", { id }, "Queue and workers"),
      this.#content,
    );
  }

  /** @param {{ waiting: number, active: number, workers: Worker[] }} queue */
  set({ waiting, active, workers }) {
    this.element.hidden = false;
    const columns = ["Worker", "Slots", "Runs trials"];
    fill(
      this.#content,
      h("p", {}, `Waiting trials: ${waiting}. Running: ${active}. Workers: ${workers.length}.`),
      workers.length > 0 && h(
        "div",
        { class: "scroll" },
        h(
          "table",
          {},
          h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name)))),
          h("tbody", {}, ...workers.map(rowOf)),
        ),
      ),
    );
  }
}

/** @param {Worker} worker */
function rowOf({ name, slots, running }) {
  return h(
    "tr",
    {},
    h("td", { class: "text" }, name),
    h("td", {}, slots),
    h("td", {}, running.join(", ") || "none"),
  );
}
