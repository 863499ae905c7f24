/**
 * Lines from the hidden units that had the greatest part in an answer to its class.
 *
 * @module
 */

/// <reference lib="dom" />

import { setAttributes, svg } from "./dom.ts";
import type { Contribution } from "./explain.ts";

/** How many units are linked. */
export const LINKED_UNITS = 10;

/** Draws the links in an SVG element that lies over both ends. */
export function drawLinks(
  target: SVGSVGElement,
  reasons: readonly Contribution[],
  tile: (unit: number) => Element | undefined,
  bar: Element | undefined,
): void {
  const frame = target.getBoundingClientRect();
  const most = Math.abs(reasons[0]?.value ?? 0);
  const isBeside = bar && bar.getBoundingClientRect().left > frame.left + frame.width / 2;
  if (!isBeside || !(most > 0)) return target.replaceChildren();
  setAttributes(target, { viewBox: `0 0 ${frame.width} ${frame.height}` });
  const end = bar.getBoundingClientRect();
  const [toX, toY] = [end.left - frame.left - 2, end.top + end.height / 2 - frame.top];
  const lines = reasons.slice(0, LINKED_UNITS).flatMap(({ unit, value }) => {
    const start = tile(unit)?.getBoundingClientRect();
    if (!start || value === 0) return [];
    const [x, y] = [start.right - frame.left, start.top + start.height / 2 - frame.top];
    const bend = (toX - x) / 2, width = (0.75 + 5 * Math.abs(value) / most).toFixed(2);
    const line = svg("path", {
      class: `link ${value > 0 ? "for" : "against"}`,
      d: `M${x},${y}C${x + bend},${y} ${toX - bend},${toY} ${toX},${toY}`,
      "stroke-width": width,
    });
    return [line];
  });
  target.replaceChildren(...lines);
}
