/**
 * The part of the page that tells what the net makes of the image, and why.
 *
 * @module
 */

/// <reference lib="dom" />

import { CIFAR10_CLASSES } from "../datasets/cifar10_files.ts";
import { ClassBars } from "./class_bars.ts";
import { byId } from "./dom.ts";
import { type Answer, answer, type Contribution, contributions, winner } from "./explain.ts";
import { drawLinks } from "./links.ts";
import { inputOf, type ShownNet } from "./net_file.ts";
import { drawImage } from "./pictures.ts";
import { drawReasons, signed } from "./reasons.ts";
import type { State } from "./state.ts";
import { UnitGrid } from "./unit_grid.ts";

/** The image, the units, the classes, the links between them, and the reasons. */
export class AnswerView {
  readonly #state: State;
  readonly #units: UnitGrid;
  readonly #classes: ClassBars;

  /** @param onChange Called when the reader asks about another class or unit. */
  constructor(state: State, onChange: () => void) {
    this.#state = state;
    this.#units = new UnitGrid(byId("units"), (unit) => {
      state.unit = unit;
      onChange();
    });
    this.#classes = new ClassBars(byId("classes"), (label) => {
      state.asked = state.asked === label ? null : label;
      onChange();
    });
  }

  /** Draws all of it. */
  show(): void {
    const { net, pixels, truth } = this.#state;
    drawImage(byId<HTMLCanvasElement>("image"), pixels);
    if (!net) return;
    const input = inputOf(net, pixels), given = answer(net.params, input);
    const label = Math.max(0, this.#state.asked ?? winner(given.probabilities));
    const reasons = contributions(net.params, given.hidden, label);
    byId("hidden-count").textContent = String(net.params.W1.cols);
    this.#units.drawWeights(net.params);
    this.#units.showAnswers(given.hidden);
    this.#classes.show(given.probabilities, truth, label);
    this.#links(reasons, label);
    this.#explain({ net, input, given, label, reasons });
  }

  #links(reasons: readonly Contribution[], label: number): void {
    const { unit } = this.#state;
    const shown = unit === null ? reasons : reasons.filter((reason) => reason.unit === unit);
    const tile = (number: number) => this.#units.tile(number);
    drawLinks(byId<SVGSVGElement>("links"), shown, tile, this.#classes.bar(label));
    byId("asked").textContent = CIFAR10_CLASSES[label];
  }

  #explain({ net, input, given, label, reasons }: Explained): void {
    const { pixels, unit } = this.#state, name = CIFAR10_CLASSES[label];
    const { hidden, probabilities, scores } = given, share = 100 * probabilities[label];
    byId("why-title").textContent = Number.isFinite(share)
      ? `Why ${Math.round(share)} % ${name}?`
      : "The weights are no longer numbers";
    byId("why-text").textContent =
      `Each unit multiplies the image, less the mean image, by its weights and adds up: blue adds, orange ` +
      `takes away. What is left above 0 goes on to each class. These units moved ${name} most.`;
    drawReasons(byId("reasons"), { net, pixels, input, hidden, label, name, reasons, unit });
    const sum = reasons.reduce((total, { value }) => total + value, 0);
    const heard = reasons.filter(({ unit }) => hidden[unit] > 0).length;
    byId("why-sum").textContent = `${heard} of ${reasons.length} units answer: together ` +
      `${signed(sum)} for ${name}, and its bias ${
        signed(net.params.b2.data[label])
      } make the score ` +
      `${signed(scores[label])}. The softmax turns the ten scores into the percentages.`;
  }
}

interface Explained {
  readonly net: ShownNet;
  readonly input: Float32Array;
  readonly given: Answer;
  readonly label: number;
  readonly reasons: readonly Contribution[];
}
