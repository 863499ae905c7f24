/**
 * The hidden units as pictures of their weights.
 *
 * @module
 */

/// <reference lib="dom" />

import type { FloatArray } from "../matrix/matrix.ts";
import type { TwoLayerParams } from "../nn/params.ts";
import { element } from "./dom.ts";
import { weightsOf } from "./explain.ts";
import { drawWeights, newPicture } from "./pictures.ts";

interface Tile {
  readonly button: HTMLButtonElement;
  readonly canvas: HTMLCanvasElement;
}

/** Least and most pixels of a tile's side. */
const SIDES = [22, 96] as const;
const GAP = 6;

/** The grid; one tile is in the order of tabs, and arrows move between them. */
export class UnitGrid {
  readonly #target: HTMLElement;
  readonly #onChoose: (unit: number | null) => void;
  #tiles: Tile[] = [];
  /** The unit that was clicked on. */
  #kept: number | null = null;

  /**
   * @param onChoose Told the unit that is pointed at or focused; when it is left, the one that was
   *   clicked on, or null.
   */
  constructor(target: HTMLElement, onChoose: (unit: number | null) => void) {
    this.#target = target;
    this.#onChoose = onChoose;
    target.addEventListener("keydown", (event) => this.#move(event));
    target.addEventListener("pointerleave", () => onChoose(this.#kept));
    new ResizeObserver(() => this.#fit()).observe(target);
  }

  /** The tile of a unit. */
  tile(unit: number): HTMLElement | undefined {
    return this.#tiles[unit]?.button;
  }

  /** Draws every unit's weights. */
  drawWeights(params: TwoLayerParams): void {
    if (this.#tiles.length !== params.W1.cols) this.#build(params.W1.cols);
    this.#tiles.forEach(({ canvas }, unit) => drawWeights(canvas, weightsOf(params, unit)));
  }

  /** Lights the frames by how loud the units answer. */
  showAnswers(hidden: FloatArray): void {
    const most = Math.max(Number.MIN_VALUE, ...hidden);
    this.#tiles.forEach(({ button }, unit) => {
      const share = hidden[unit] / most;
      button.style.setProperty("--answer", Number.isFinite(share) ? share.toFixed(3) : "0");
      const answer = hidden[unit] > 0 ? `answers ${hidden[unit].toPrecision(2)}` : "is silent";
      button.setAttribute("aria-label", `Unit ${unit + 1} ${answer}`);
    });
  }

  #keep(unit: number | null): void {
    this.#kept = unit;
    this.#tiles.forEach(({ button }, i) => button.setAttribute("aria-pressed", `${i === unit}`));
    this.#onChoose(unit);
  }

  #build(count: number): void {
    this.#tiles = Array.from({ length: count }, (_, unit) => {
      const canvas = newPicture();
      const button = element(
        "button",
        { className: "unit", tabIndex: unit === 0 ? 0 : -1 },
        canvas,
      );
      button.addEventListener("pointerenter", () => this.#onChoose(unit));
      button.addEventListener("focus", () => this.#onChoose(unit));
      button.addEventListener("blur", () => this.#onChoose(this.#kept));
      button.addEventListener("click", () => this.#keep(this.#kept === unit ? null : unit));
      return { button, canvas };
    });
    this.#target.replaceChildren(...this.#tiles.map(({ button }) => button));
    this.#keep(null);
    this.#fit();
  }

  /** Tiles as large as fit; the last row of a phone's page may be scrolled to. */
  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.#target;
    const count = this.#tiles.length, [least, most] = SIDES;
    let side: number = most;
    const rows = (side: number) => Math.ceil(count / Math.floor((width + GAP) / (side + GAP)));
    while (side > least && rows(side) * (side + GAP) - GAP > height) side--;
    this.#target.style.setProperty("--side", `${side}px`);
  }

  #move(event: KeyboardEvent): void {
    const at = this.#tiles.findIndex(({ button }) => button === document.activeElement);
    const columns = Math.max(
      1,
      this.#tiles.filter(({ button }) => button.offsetTop === this.#tiles[0].button.offsetTop)
        .length,
    );
    const by: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
      Home: -at,
      End: this.#tiles.length - 1 - at,
    };
    const next = this.#tiles[at + (by[event.key] ?? NaN)];
    if (!next) return;
    event.preventDefault();
    for (const { button } of this.#tiles) button.tabIndex = -1;
    next.button.tabIndex = 0;
    next.button.focus();
  }
}
