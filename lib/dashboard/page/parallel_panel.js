// @ts-check
/**
 * Parallel coordinates: dragging along an axis picks trials, as the fields above the table do.
 *
 * @module
 */

import { ChartPanel } from "./chart_panel.js";
import { h } from "./dom.js";

/** @typedef {import("./filters.js").Filters} Filters */
/** @typedef {import("./filters.js").Filter} Filter */
/** @typedef {{ name: string, low: number, high: number, log: boolean } | { name: string, levels: any[] }} Axis */

/** Width of the strip around an axis that answers to the pointer. */
const STRIP = 32;

/** Shorter drags, as a part of the axis, are clicks. */
const CLICK = 0.015;

/** The chart and the brushes on its axes. */
export class ParallelPanel extends ChartPanel {
  #filters;
  #picked;
  #choicesOf;
  /** @type {{ axis: Axis, strip: HTMLElement }[]} */
  #strips = [];

  /**
   * @param {import("./server.js").StudyKey} key
   * @param {Filters} filters
   * @param {{ picked: () => number[], choicesOf: (name: string) => any[] | null }} study
   */
  constructor(key, filters, { picked, choicesOf }) {
    super(key, "parallel", "Parallel coordinates", "wide");
    this.#filters = filters;
    this.#picked = picked;
    this.#choicesOf = choicesOf;
    this.element.append(
      h(
        "p",
        { class: "quiet" },
        "Drag along an axis to pick trials, click on it to let go. The fields above the table do the same.",
      ),
    );
    filters.onChange(() => this.#show());
  }

  /**
   * @override
   * @param {HTMLElement} figure
   * @param {{ axes: Axis[] }} chart
   */
  onDrawn(figure, { axes }) {
    const lines = [...figure.querySelectorAll(".mark-rule.role-mark line")];
    const whole = figure.getBoundingClientRect();
    this.#strips = axes.map((axis, i) => {
      const line = lines[i].getBoundingClientRect();
      const strip = h("div", { class: "axis", "data-axis": axis.name });
      strip.style.left = `${line.left - whole.left - STRIP / 2}px`;
      strip.style.top = `${line.top - whole.top}px`;
      strip.style.width = `${STRIP}px`;
      strip.style.height = `${line.height}px`;
      this.#listen(strip, axis);
      figure.append(strip);
      return { axis, strip };
    });
    this.#show();
  }

  /**
   * @param {HTMLElement} strip
   * @param {Axis} axis
   */
  #listen(strip, axis) {
    /** @type {number | null} */
    let from = null;
    /** @param {PointerEvent} event */
    const at = ({ clientY }) => {
      const { top, height } = strip.getBoundingClientRect();
      return Math.min(1, Math.max(0, 1 - (clientY - top) / height));
    };
    strip.addEventListener("pointerdown", (event) => {
      from = at(event);
      strip.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    strip.addEventListener("pointermove", (event) => {
      if (from !== null) this.#draw(strip, [Math.min(from, at(event)), Math.max(from, at(event))]);
    });
    strip.addEventListener("pointerup", (event) => {
      if (from === null) return;
      const to = at(event);
      const span = /** @type {[number, number]} */ ([Math.min(from, to), Math.max(from, to)]);
      from = null;
      const isClick = span[1] - span[0] < CLICK;
      this.#filters.set(axis.name, isClick ? null : this.#filterOf(axis, span));
    });
    strip.addEventListener("pointercancel", () => {
      from = null;
      this.#show();
    });
  }

  /**
   * @param {Axis} axis
   * @param {[number, number]} span
   * @returns {Filter}
   */
  #filterOf(axis, [low, high]) {
    const choices = "levels" in axis ? axis.levels : this.#choicesOf(axis.name);
    if (choices === null) return { low: valueAt(axis, low), high: valueAt(axis, high) };
    const isIn = (/** @type {any} */ value) =>
      placeOf(axis, value) >= low && placeOf(axis, value) <= high;
    return { levels: choices.filter(isIn) };
  }

  /** The brushes and the lines as the filters are. */
  #show() {
    for (const { axis, strip } of this.#strips) {
      this.#draw(strip, spanOf(axis, this.#filters.get(axis.name)));
    }
    this.view?.signal("picked", this.#filters.isSet ? this.#picked() : null).runAsync();
  }

  /**
   * @param {HTMLElement} strip
   * @param {[number, number] | null} span
   */
  #draw(strip, span) {
    strip.replaceChildren();
    if (span === null) return;
    const brush = h("div", { class: "brush" });
    brush.style.top = `${100 * (1 - span[1])}%`;
    brush.style.bottom = `${100 * span[0]}%`;
    strip.append(brush);
  }
}

/**
 * @param {Axis} axis
 * @param {any} value
 */
function placeOf(axis, value) {
  if ("levels" in axis) return (axis.levels.indexOf(value) + 0.5) / axis.levels.length;
  const scale = axis.log ? Math.log : Number;
  if (axis.high === axis.low) return 0.5;
  return (scale(value) - scale(axis.low)) / (scale(axis.high) - scale(axis.low));
}

/**
 * @param {{ low: number, high: number, log: boolean } | { levels: any[] }} axis
 * @param {number} place
 */
function valueAt(axis, place) {
  if ("levels" in axis) throw new TypeError("Levels have no value at a place");
  const { low, high, log } = axis;
  return log ? low * (high / low) ** place : low + place * (high - low);
}

/**
 * What a filter covers of an axis.
 *
 * @param {Axis} axis
 * @param {Filter | undefined} filter
 * @returns {[number, number] | null}
 */
function spanOf(axis, filter) {
  if (filter === undefined) return null;
  if (!("levels" in filter)) {
    const clip = (/** @type {number} */ place) => Math.min(1, Math.max(0, place));
    return [clip(placeOf(axis, filter.low)), clip(placeOf(axis, filter.high))];
  }
  const places = filter.levels.map((level) => placeOf(axis, level)).filter((place) => place >= 0);
  if (places.length === 0) return [0, 0];
  return [Math.max(0, Math.min(...places) - 0.02), Math.min(1, Math.max(...places) + 0.02)];
}
