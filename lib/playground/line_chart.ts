/**
 * A chart of lines over the steps of a training, drawn anew several times a second.
 *
 * @module
 */

/// <reference lib="dom" />

import { setAttributes, svg } from "./dom.ts";
import { binned, roundTicks } from "./scale.ts";

/** One line; `className` gives its colour. */
export interface Line {
  readonly className: string;
  /** The points, by step, in their order. */
  readonly points: readonly (readonly [step: number, value: number])[];
}

/** What a chart shows. */
export interface ChartContent {
  readonly lines: readonly Line[];
  /** A band behind the lines: step, least and greatest value. */
  readonly band?: readonly (readonly [number, number, number])[];
  /** Steps from left to right. */
  readonly steps: number;
  /** The least and the greatest value. */
  readonly least?: number;
  readonly most: number;
  /** A value worth a dashed line, and what it is. */
  readonly mark?: { readonly value: number; readonly label: string };
  readonly format: (value: number) => string;
}

const MARGIN = { left: 40, right: 22, top: 10, bottom: 24 };

/** Draws into an SVG element, in its size on the page. */
export function drawChart(target: SVGSVGElement, content: ChartContent): void {
  const { width, height } = target.getBoundingClientRect();
  if (width === 0) return;
  setAttributes(target, { viewBox: `0 0 ${width} ${height}` });
  const inner = { width: width - MARGIN.left - MARGIN.right, bottom: height - MARGIN.bottom };
  const values = roundTicks(content.most, 4, content.least);
  const [bottom, top] = [values[0], values.at(-1)!];
  const x = (step: number) => MARGIN.left + inner.width * step / content.steps;
  const y = (value: number) =>
    inner.bottom - (inner.bottom - MARGIN.top) * Math.min((value - bottom) / (top - bottom), 1.05);
  const path = (points: Line["points"]) =>
    points.map(([step, value], i) =>
      `${i === 0 ? "M" : "L"}${x(step).toFixed(1)},${y(value).toFixed(1)}`
    ).join("");
  const parts: SVGElement[] = [];
  for (const value of values) {
    parts.push(
      svg("path", { class: "rule", d: `M${MARGIN.left},${y(value)}H${width - MARGIN.right}` }),
    );
    parts.push(text("tick y", MARGIN.left - 6, y(value) + 4, content.format(value)));
  }
  for (const step of roundTicks(content.steps, Math.max(2, inner.width / 110))) {
    if (step > content.steps) continue;
    parts.push(text("tick x", x(step), height - 6, step.toLocaleString("en")));
  }
  if (content.band && content.band.length > 1) {
    const up = content.band.map(([step, , most]) => [step, most] as const);
    const down = content.band.map(([step, least]) => [step, least] as const).reverse();
    parts.push(svg("path", { class: "band", d: `${path([...up, ...down])}Z` }));
  }
  if (content.mark) {
    const { value, label } = content.mark;
    parts.push(
      svg("path", { class: "mark", d: `M${MARGIN.left},${y(value)}H${width - MARGIN.right}` }),
    );
    parts.push(text("tick mark-label", width - MARGIN.right, y(value) - 5, label));
  }
  for (const { className, points } of content.lines) {
    if (points.length === 0) continue;
    parts.push(svg("path", { class: `line ${className}`, d: path(points) }));
    const [step, value] = points.at(-1)!;
    if (className !== "before") {
      parts.push(svg("circle", { class: `dot ${className}`, cx: x(step), cy: y(value), r: 3.5 }));
    }
  }
  target.replaceChildren(...parts);
}

/** The losses of a run as a line of means with the band of what they are means of. */
export function lossLine(losses: readonly number[], steps: number): {
  line: Line["points"];
  band: [number, number, number][];
} {
  // Bins keep their width while a run goes on.
  const bins = binned(losses, Math.max(1, Math.round(160 * losses.length / steps)));
  return {
    line: bins.map(({ at, mean }) => [at + 1, mean]),
    band: bins.map(({ at, least, most }) => [at + 1, least, most]),
  };
}

function text(className: string, x: number, y: number, content: string): SVGTextElement {
  const made = svg("text", { class: className, x, y });
  made.textContent = content;
  return made;
}
