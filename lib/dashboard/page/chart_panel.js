// @ts-check
/**
 * A chart that is drawn anew when the study has changed, no more often than the browser can take.
 *
 * @module
 */

import { fill, h, newId } from "./dom.js";
import { ask } from "./server.js";

/** @typedef {import("./server.js").StudyKey} StudyKey */

/** Narrower charts have no room for their legends: they shrink as a whole. */
const LEAST_WIDTH = 420;

/** Time between two drawings, in milliseconds, and how often as long as a drawing takes. */
const PAUSE = { least: 1000, times: 4 };

/** What Vega is asked for: no code out of texts, no styles of its own, no menu. */
const EMBED = Object.freeze({
  mode: "vega-lite",
  renderer: "svg",
  actions: false,
  ast: true,
  defaultStyle: false,
  tooltip: { disableDefaultStyle: true },
});

/** A chart with its heading, and what it says in words. */
export class ChartPanel {
  /** @type {HTMLElement} */
  element;
  /** @type {any} The Vega view of the chart. */
  view = null;
  #key;
  #name;
  #figure = h("figure", { class: "drawing" });
  #note = h("p", { class: "quiet" });
  #isDue = false;
  #isBusy = false;
  #isSeen = false;
  #drawn = "";
  #width = 0;
  #isClosed = false;
  #observers;

  /**
   * @param {StudyKey} key
   * @param {string} name
   * @param {string} title
   * @param {string} [look]
   */
  constructor(key, name, title, look = "") {
    this.#key = key;
    this.#name = name;
    const id = newId();
    this.element = h(
      "section",
      { class: `panel ${look}`, "aria-labelledby": id, "data-chart": name },
      h("h3", { id }, title),
      this.#figure,
      this.#note,
    );
    const seen = new IntersectionObserver((entries) => {
      this.#isSeen = entries.some(({ isIntersecting }) => isIntersecting);
      this.#work();
    }, { rootMargin: "300px" });
    seen.observe(this.element);
    const sized = new ResizeObserver(() => this.#onSize());
    sized.observe(this.element);
    this.#observers = [seen, sized];
  }

  /** The study has changed. */
  refresh() {
    this.#isDue = true;
    this.#work();
  }

  close() {
    this.#isClosed = true;
    for (const observer of this.#observers) observer.disconnect();
    this.view?.finalize();
  }

  /**
   * After the chart was drawn.
   *
   * @param {HTMLElement} _figure
   * @param {any} _chart
   */
  onDrawn(_figure, _chart) {}

  #onSize() {
    const width = this.#figure.clientWidth;
    if (Math.abs(width - this.#width) < 8 || this.#drawn === "") return;
    this.#drawn = "";
    this.refresh();
  }

  async #work() {
    if (!this.#isDue || this.#isBusy || !this.#isSeen || this.#isClosed) return;
    this.#isBusy = true;
    this.#isDue = false;
    const begin = performance.now();
    try {
      await this.#draw(await ask(`chart/${this.#name}`, this.#key));
    } catch (error) {
      this.#note.textContent = /** @type {Error} */ (error).message;
    }
    const took = performance.now() - begin;
    setTimeout(() => {
      this.#isBusy = false;
      this.#work();
    }, Math.max(PAUSE.least, PAUSE.times * took));
  }

  /** @param {any} chart */
  async #draw(chart) {
    const text = JSON.stringify(chart);
    if (text === this.#drawn || this.#isClosed) return;
    this.#drawn = text;
    this.#note.textContent = chart.empty ?? chart.note;
    this.view?.finalize();
    this.view = null;
    if (chart.empty !== undefined) return this.#clear();
    const spec = chart.spec;
    this.#width = this.#figure.clientWidth;
    if (typeof spec.width === "number") {
      spec.width = Math.min(spec.width, Math.max(LEAST_WIDTH, this.#width));
    }
    const place = h("div");
    // Measured while the old drawing is still there: the page does not jump.
    this.#figure.append(place);
    const { view } = await Reflect.get(globalThis, "vegaEmbed")(place, spec, EMBED);
    fill(this.#figure, place);
    this.#figure.setAttribute("role", "img");
    this.#figure.setAttribute("aria-label", chart.summary);
    this.view = view;
    this.onDrawn(this.#figure, chart);
  }

  #clear() {
    fill(this.#figure);
    this.#figure.removeAttribute("role");
    this.#figure.removeAttribute("aria-label");
  }
}
