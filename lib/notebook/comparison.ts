/**
 * Figures of the original assignment beside ours.
 *
 * @module
 */

import {
  checkArray,
  checkNumber,
  checkObject,
  checkString,
  checkType,
} from "../internal/checks.ts";
import { exponential, fixed } from "../internal/printf.ts";
import type { Displayable, MimeBundle } from "./mime.ts";
import { type Table, table } from "./table.ts";

/** A figure of the original and the same figure computed here. */
export interface Figure {
  /** What it is. */
  name: string;
  /** The original: a number, or the text that it printed. */
  original: number | string;
  /** Ours: a number, or a text. */
  ours: number | string;
  /** How far two numbers may be apart and still count as equal; default not at all. */
  tolerance?: number;
}

/** Figures side by side, each with a word on whether they are equal. */
export class Comparison implements Displayable {
  /** Whether every figure is equal to the original's. */
  readonly allEqual: boolean;
  /** The table that is shown. */
  readonly table: Table;

  /** Compares the figures. */
  constructor(figures: readonly Figure[]) {
    checkArray("figures", figures, checkFigure);
    this.allEqual = figures.every(isEqual);
    this.table = table(figures, {
      columns: [
        { title: "", value: ({ name }) => name },
        "original",
        { title: "ours", value: ({ original, ours }) => likePrinted(original, ours) },
        { title: "", value: verdict },
      ],
    });
  }

  /** The table as "text/html" and "text/plain". */
  toMimeBundle(): MimeBundle {
    return this.table.toMimeBundle();
  }

  /** What Deno's Jupyter kernel asks a cell's value for. */
  [Symbol.for("Jupyter.display")](): MimeBundle {
    return this.toMimeBundle();
  }
}

/**
 * A table of figures: original, ours, and whether they are equal, within the tolerance, or different.
 *
 * A number of ours is compared with the digits that the original printed where the original is
 * given as text ("0.287", "3.68e-08"), and in full where it is given as a number.
 *
 * @param figures What to compare.
 *
 * @example
 * ```ts
 * import { comparison } from "two-layer-net/notebook";
 * import { assert } from "@std/assert";
 *
 * const figures = comparison([
 *   { name: "validation accuracy", original: "0.287", ours: 0.287 },
 *   { name: "loss", original: 1.30378789133, ours: 1.3037878913298204, tolerance: 1e-10 },
 * ]);
 * assert(figures.allEqual);
 * ```
 */
export function comparison(figures: readonly Figure[]): Comparison {
  return new Comparison(figures);
}

function verdict(figure: Figure): string {
  if (hasSameDigits(figure)) return "equal";
  return isEqual(figure) ? `within ${figure.tolerance}` : "different";
}

function isEqual(figure: Figure): boolean {
  const { original, ours, tolerance = -1 } = figure;
  return hasSameDigits(figure) || Math.abs(Number(original) - Number(ours)) <= tolerance;
}

/** Whether nobody can tell the two apart in the table. */
function hasSameDigits({ original, ours }: Figure): boolean {
  return String(original) === likePrinted(original, ours);
}

/** A number of ours with as many digits as the original's text has; else as it is. */
function likePrinted(original: number | string, ours: number | string): string {
  if (typeof original !== "string" || typeof ours !== "number") return String(ours);
  const [, decimals, exponent] = /^[-+]?\d+(?:\.(\d+))?(e[-+]?\d+)?$/.exec(original) ?? [];
  const digits = decimals?.length ?? 0;
  if (exponent !== undefined) return exponential(ours, digits);
  return digits === 0 && Number.isFinite(ours) ? String(ours) : fixed(ours, digits);
}

function checkFigure(name: string, value: unknown): void {
  checkObject(name, value);
  const figure = value as Figure;
  checkString(`${name}.name`, figure.name);
  for (const key of ["original", "ours"] as const) {
    const fits = ["string", "number"].includes(typeof figure[key]);
    checkType(`${name}.${key}`, figure[key], "a number or a text", fits);
  }
  if (figure.tolerance !== undefined) checkNumber(`${name}.tolerance`, figure.tolerance, 0);
}
