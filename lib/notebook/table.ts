/**
 * Tables as HTML and as aligned text.
 *
 * @module
 */

import {
  asText,
  type Check,
  checkArray,
  checkChoice,
  checkFunction,
  checkObject,
  checkString,
  expectation,
} from "../internal/checks.ts";
import { alignColumns } from "../internal/align.ts";
import { checkOptions } from "../internal/options.ts";
import { escapeXml } from "../internal/escape.ts";
import type { Displayable, MimeBundle } from "./mime.ts";

/** A column: its title and what it shows of each row. */
export interface Column<Row> {
  /** The heading. */
  title: string;
  /** What stands in the cell; anything but a string is shown as `String` has it. */
  value: (row: Row, index: number) => unknown;
}

/** What a table shows and how. */
export interface TableOptions<Row> {
  /** Columns from left to right: a key of the rows, or a column of your own; default all keys. */
  columns?: readonly ((keyof Row & string) | Column<Row>)[];
  /** Stands above the table; none by default. */
  caption?: string;
}

/** Rows of text under headings. */
export class Table implements Displayable {
  /** Headings from left to right. */
  readonly titles: readonly string[];
  /** The cells, row by row. */
  readonly cells: readonly (readonly string[])[];
  /** Stands above the table; empty for none. */
  readonly caption: string;

  /** A table of cells that are text already. */
  constructor(titles: readonly string[], cells: readonly (readonly string[])[], caption = "") {
    checkArray("titles", titles, checkString);
    checkArray("cells", cells, (name, row) => checkArray(name, row, checkString));
    checkString("caption", caption);
    const uneven = cells.find((row) => row.length !== titles.length);
    if (uneven !== undefined) {
      throw new RangeError(expectation("each row", `${titles.length} cells wide`, uneven));
    }
    this.titles = titles;
    this.cells = cells;
    this.caption = caption;
  }

  /** The table as "text/html" and "text/plain". */
  toMimeBundle(): MimeBundle {
    return { "text/html": this.#html(), "text/plain": this.toString() };
  }

  /** What Deno's Jupyter kernel asks a cell's value for. */
  [Symbol.for("Jupyter.display")](): MimeBundle {
    return this.toMimeBundle();
  }

  /** The table as aligned text, a line per row. */
  toString(): string {
    const right = this.#numericColumns();
    const rows = [this.titles, ...this.cells];
    const rule = this.titles.map((_, j) =>
      "-".repeat(Math.max(...rows.map((row) => row[j].length)))
    );
    const lines = alignColumns([this.titles, rule, ...this.cells], (j) => right[j]);
    return [...(this.caption === "" ? [] : [this.caption]), ...lines].join("\n");
  }

  #html(): string {
    const right = this.#numericColumns();
    const line = (row: readonly string[], tag: "th" | "td"): string => {
      const cells = row.map((cell, j) =>
        `<${tag} style="${cellStyle(cell, right[j], tag)}">${escapeXml(cell)}</${tag}>`
      );
      return `<tr>${cells.join("")}</tr>\n`;
    };
    const caption = this.caption && `<caption>${escapeXml(this.caption)}</caption>\n`;
    const body = this.cells.map((row) => line(row, "td")).join("");
    return `<table>\n${caption}<thead>\n${line(this.titles, "th")}</thead>\n` +
      `<tbody>\n${body}</tbody>\n</table>`;
  }

  /** Which columns hold numbers and gaps only, and so are aligned on the right. */
  #numericColumns(): boolean[] {
    return this.titles.map((_, j) =>
      this.cells.some((row) => isNumeric(row[j])) &&
      this.cells.every((row) => row[j] === "" || isNumeric(row[j]))
    );
  }
}

/**
 * A table of one line for each row.
 *
 * @param rows Objects of like shape.
 * @param options Which columns; a caption.
 *
 * @example
 * ```ts
 * import { table } from "two-layer-net/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * const sizes = [{ set: "training", images: 49000 }, { set: "test", images: 1000 }];
 * const shares = table(sizes, {
 *   columns: ["set", { title: "share", value: (row) => `${row.images / 500} %` }],
 * });
 * assertEquals(shares.cells, [["training", "98 %"], ["test", "2 %"]]);
 * ```
 */
export function table<Row extends object>(
  rows: readonly Row[],
  options: TableOptions<Row> = {},
): Table {
  checkArray("rows", rows, checkObject);
  checkOptions<TableOptions<Row>>("table", options, {
    columns: (name, value) => checkArray(name, value, columnOf(rows)),
    caption: checkString,
  });
  const { columns = Object.keys(rows[0] ?? {}) as (keyof Row & string)[], caption } = options;
  const full = columns.map((column): Column<Row> =>
    typeof column === "object" ? column : { title: column, value: (row) => row[column] }
  );
  const cells = rows.map((row, i) => full.map(({ value }) => asText(value(row, i))));
  return new Table(full.map(({ title }) => title), cells, caption);
}

/** Numbers with their usual trimmings: a sign, separators, a spread, "%", or "NaN". */
function isNumeric(text: string): boolean {
  return /^([-+]?\d[\d.,]*(e[-+]?\d+)?( ± \d[\d.,]*)?( ?%)?|NaN|-?Infinity)$/.test(text);
}

/** Longer texts may be broken into lines, however narrow the page. */
const UNBROKEN_LENGTH = 16;

/** A break in "3.6e-8" would come after its hyphen. Headings may be broken at their spaces. */
function cellStyle(cell: string, isNumber: boolean, tag: "th" | "td"): string {
  const isWhole = tag === "td" && (isNumber || cell.length <= UNBROKEN_LENGTH);
  return `text-align: ${isNumber ? "right" : "left"}${isWhole ? "; white-space: nowrap" : ""}`;
}

/** The check of a column: of these rows, or with a title and a function of its own. */
function columnOf(rows: readonly object[]): Check {
  return (name, value) => {
    if (typeof value === "object" && value !== null) {
      checkString(`${name}.title`, (value as Column<unknown>).title);
      return checkFunction(`${name}.value`, (value as Column<unknown>).value);
    }
    checkString(name, value);
    if (rows.length > 0) checkChoice(name, value, [...new Set(rows.flatMap(Object.keys))]);
  };
}
