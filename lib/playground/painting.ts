/**
 * Drawing on the image, with a pointer or with the keyboard.
 *
 * @module
 */

/// <reference lib="dom" />

import { element } from "./dom.ts";
import { SIDE } from "./pictures.ts";

/** The colours to draw with. */
const COLORS: readonly (readonly [name: string, color: readonly [number, number, number]])[] = [
  ["sky blue", [120, 175, 230]],
  ["sea blue", [35, 85, 150]],
  ["green", [85, 130, 60]],
  ["brown", [130, 95, 60]],
  ["red", [190, 45, 40]],
  ["yellow", [225, 190, 70]],
  ["white", [245, 245, 245]],
  ["grey", [128, 128, 128]],
  ["black", [20, 20, 20]],
];

/** Half the width of the brush, in the image's pixels. */
const RADIUS = 1.8;

/** A brush on a canvas, and its colours. */
export class Painting {
  readonly #canvas: HTMLCanvasElement;
  readonly #palette: HTMLElement;
  readonly #onPaint: (change: (pixels: Uint8Array) => void) => void;
  #color: readonly [number, number, number] = COLORS[0][1];
  #cursor = [SIDE / 2, SIDE / 2];

  /** @param onPaint Told how each stroke changes the image's bytes. */
  constructor(
    canvas: HTMLCanvasElement,
    palette: HTMLElement,
    onPaint: (change: (pixels: Uint8Array) => void) => void,
  ) {
    this.#canvas = canvas;
    this.#palette = palette;
    this.#onPaint = onPaint;
    palette.replaceChildren(
      ...COLORS.map((color, i) => this.#swatch(color, i === 0)),
      this.#fill(),
    );
    canvas.addEventListener("pointerdown", (event) => this.#press(event));
    canvas.addEventListener("pointermove", (event) => {
      if (this.isOn && event.buttons > 0) this.#stroke(this.#place(event));
    });
    canvas.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Whether strokes are drawn. */
  get isOn(): boolean {
    return !this.#palette.hidden;
  }

  set isOn(value: boolean) {
    this.#palette.hidden = !value;
    this.#canvas.classList.toggle("painting", value);
    if (value) this.#canvas.tabIndex = 0;
    else this.#canvas.removeAttribute("tabindex");
  }

  #swatch(
    [name, color]: readonly [string, readonly [number, number, number]],
    isFirst: boolean,
  ): HTMLElement {
    const input = element("input", { type: "radio", name: "color", checked: isFirst });
    input.setAttribute("aria-label", name);
    input.style.setProperty("--color", `rgb(${color})`);
    input.addEventListener("change", () => this.#color = color);
    return input;
  }

  #fill(): HTMLElement {
    const fill = (pixels: Uint8Array) => pixels.forEach((_, i) => pixels[i] = this.#color[i % 3]);
    return element("button", { className: "quiet", onclick: () => this.#onPaint(fill) }, "Fill");
  }

  #press(event: PointerEvent): void {
    if (!this.isOn) return;
    event.preventDefault();
    this.#canvas.focus();
    this.#canvas.setPointerCapture(event.pointerId);
    const place = this.#place(event);
    this.#cursor = place;
    this.#stroke(place);
  }

  /** From the last place to this one. */
  #stroke([x, y]: number[]): void {
    const [fromX, fromY] = this.#cursor, color = this.#color;
    const parts = Math.max(1, Math.ceil(Math.hypot(x - fromX, y - fromY)));
    this.#onPaint((pixels) => {
      for (let part = 0; part <= parts; part++) {
        const share = part / parts;
        dab(pixels, fromX + share * (x - fromX), fromY + share * (y - fromY), color);
      }
    });
    this.#cursor = [x, y];
  }

  /** Arrows move the brush, and draw while Shift is held; Space draws a dot. */
  #key(event: KeyboardEvent): void {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const [dx, dy] = by[event.key as keyof typeof by] ?? [0, 0];
    if (!this.isOn || (dx === 0 && dy === 0 && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    const place = [this.#cursor[0] + dx, this.#cursor[1] + dy]
      .map((at) => Math.min(SIDE - 1, Math.max(0, at)));
    if (event.shiftKey || event.key === " ") this.#stroke(place);
    else this.#cursor = place;
  }

  #place({ clientX, clientY }: PointerEvent): number[] {
    const { left, top, width } = this.#canvas.getBoundingClientRect();
    return [(clientX - left) * SIDE / width, (clientY - top) * SIDE / width];
  }
}

function dab(pixels: Uint8Array, x: number, y: number, color: readonly number[]): void {
  const range = (at: number) => [Math.max(0, Math.floor(at - 2)), Math.min(SIDE - 1, at + 2)];
  const [[top, bottom], [left, right]] = [range(y), range(x)];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const isInside = Math.hypot(column + 0.5 - x, row + 0.5 - y) <= RADIUS;
      if (isInside) pixels.set(color, 3 * (row * SIDE + column));
    }
  }
}
