/**
 * The sliders of the settings.
 *
 * @module
 */

/// <reference lib="dom" />

import type { Settings } from "../training/settings.ts";
import { element } from "./dom.ts";
import { type Control, type ControlName, CONTROLS } from "./settings.ts";

/** The sliders on the page. */
export interface Sliders {
  /** Moves them to the settings' values. */
  show(settings: Settings): void;
}

/** Builds the sliders; `onChange` learns each new value. */
export function createSliders(
  target: HTMLElement,
  onChange: (name: ControlName, value: number) => void,
): Sliders {
  const parts = CONTROLS.map((control) => createSlider(control, onChange));
  target.replaceChildren(...parts.map(({ label }) => label));
  return { show: (settings) => parts.forEach(({ show }) => show(settings)) };
}

function createSlider(
  { name, label: text, hint, stops }: Control,
  onChange: (name: ControlName, value: number) => void,
) {
  const value = element("output"), last = String(stops.length - 1);
  const input = element("input", { type: "range", min: "0", max: last, step: "1", id: name });
  const display = (number: number) => {
    value.textContent = format(name, number);
    input.setAttribute("aria-valuetext", value.textContent);
  };
  input.addEventListener("input", () => display(stops[input.valueAsNumber]));
  input.addEventListener("change", () => onChange(name, stops[input.valueAsNumber]));
  const label = element(
    "label",
    { title: hint, htmlFor: name },
    element("span", {}, text),
    value,
    input,
  );
  const show = (settings: Settings) => {
    input.valueAsNumber = nearest(stops, settings[name]);
    display(settings[name]);
  };
  return { label, show };
}

/** The number as people write it. */
export function format(name: ControlName, value: number): string {
  if (name === "hiddenDropout") return `${Math.round(1000 * value) / 10} %`;
  return value.toLocaleString("en", { maximumSignificantDigits: 6 });
}

function nearest(stops: readonly number[], value: number): number {
  const distances = stops.map((stop) => Math.abs(Math.log1p(1e4 * stop) - Math.log1p(1e4 * value)));
  return distances.indexOf(Math.min(...distances));
}
