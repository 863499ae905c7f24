// @ts-check
/**
 * The queue and its workers, where there are any.
 *
 * @module
 */

import { fill, h, newId } from "./dom.js";
import { formatSeconds } from "./format.js";

/** @typedef {{ name: string, slots: number, running: number[], seenAt: number }} Worker */

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
    const columns = ["Worker", "Slots", "Runs trials", "Last heard of"];
    fill(
      this.#content,
      h("p", {}, `${waiting} trials wait, ${active} run on ${workers.length} workers.`),
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
function rowOf({ name, slots, running, seenAt }) {
  const ago = formatSeconds(Math.max(0, (Date.now() - seenAt) / 1000));
  return h(
    "tr",
    {},
    h("td", { class: "text" }, name),
    h("td", {}, slots),
    h("td", {}, running.join(", ") || "none"),
    h("td", {}, `${ago} ago`),
  );
}
