// @ts-check
/**
 * The first layers of the best nets.
 *
 * @module
 */

import { fill, h, newId } from "./dom.js";
import { ask, weightsUrl } from "./server.js";

/** Shows itself once a net is kept. */
export class WeightsPanel {
  /** @type {HTMLElement} */
  element;
  #key;
  #nets = h("div", { class: "nets" });
  #shown = "[]";

  /** @param {import("./server.js").StudyKey} key */
  constructor(key) {
    this.#key = key;
    const id = newId();
    this.element = h(
      "section",
      { class: "panel wide", "aria-labelledby": id, hidden: true },
      h("h3", { id }, "First-layer weights of the best nets"),
      this.#nets,
    );
  }

  /** The best trial has changed. */
  async refresh() {
    /** @type {number[]} */
    const numbers = await ask("nets", this.#key).catch(() => []);
    if (JSON.stringify(numbers) === this.#shown) return;
    this.#shown = JSON.stringify(numbers);
    this.element.hidden = numbers.length === 0;
    fill(this.#nets, ...numbers.map((number) => this.#figure(number)));
  }

  /** @param {number} number */
  #figure(number) {
    const figure = h("figure");
    const image = h("img", {
      src: weightsUrl(this.#key, number),
      alt: `First-layer weights of the net of trial ${number}: an image a hidden unit`,
      // Of nets whose inputs are no images there is no picture.
      onerror: () =>
        fill(figure, h("figcaption", {}, `Trial ${number}: its inputs are no images.`)),
    });
    fill(figure, image, h("figcaption", {}, `Trial ${number}`));
    return figure;
  }
}
