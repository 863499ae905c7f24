/**
 * The probabilities of the classes.
 *
 * @module
 */

/// <reference lib="dom" />

import { CIFAR10_CLASSES } from "../datasets/cifar10_files.ts";
import type { FloatArray } from "../matrix/matrix.ts";
import { element } from "./dom.ts";

/** Bars that can be asked about. */
export class ClassBars {
  readonly #bars: readonly { button: HTMLButtonElement; percent: HTMLElement }[];

  constructor(target: HTMLElement, onAsk: (label: number) => void) {
    this.#bars = CIFAR10_CLASSES.map((name, label) => {
      const percent = element("span", { className: "percent" });
      const button = element(
        "button",
        { className: "bar", onclick: () => onAsk(label) },
        element("span", { className: "name" }, name),
        element("span", { className: "track" }, element("span", { className: "fill" })),
        percent,
      );
      return { button, percent };
    });
    target.replaceChildren(...this.#bars.map(({ button }) => button));
  }

  /** The bar of a class. */
  bar(label: number): HTMLElement | undefined {
    return this.#bars[label]?.button;
  }

  /**
   * @param truth The image's class, if it is known.
   * @param asked The class that is explained.
   */
  show(probabilities: FloatArray, truth: number | null, asked: number): void {
    this.#bars.forEach(({ button, percent }, label) => {
      const p = probabilities[label], text = Number.isFinite(p) ? `${Math.round(100 * p)} %` : "–";
      button.style.setProperty("--share", Number.isFinite(p) ? p.toFixed(4) : "0");
      button.classList.toggle("truth", label === truth);
      button.setAttribute("aria-pressed", String(label === asked));
      const isTruth = label === truth ? ", what the image is" : "";
      button.setAttribute("aria-label", `${CIFAR10_CLASSES[label]} ${text}${isTruth}`);
      percent.textContent = text;
    });
  }
}
