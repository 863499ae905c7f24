/**
 * Images in a table of numbers: a row per image, its label and its pixels.
 *
 * @module
 */

// @ts-types="@types/d3-dsv"
import { csvParseRows } from "d3-dsv";
import { expectation, quote } from "../../internal/checks.ts";
import { asBytes, shapeOf } from "./arrays.ts";
import type { ImageSource } from "./labelled_images.ts";

/** Titles of the column of labels; without titles it is the first, as in the tables of MNIST. */
const LABEL_TITLES = ["label", "class", "target", "y"];

/** Images from a CSV file, with or without titles. */
export async function readCsv(path: string): Promise<ImageSource> {
  const rows = csvParseRows(await Deno.readTextFile(path)).filter((row) => row.join("") !== "");
  const hasTitles = rows.length > 0 && rows[0].slice(1).some((text) => !isNumber(text));
  const titles = hasTitles ? rows.shift()!.map((title) => title.trim().toLowerCase()) : null;
  const labelAt = titles ? titles.findIndex((title) => LABEL_TITLES.includes(title)) : 0;
  if (labelAt < 0) {
    const expected = `a column of labels, titled ${LABEL_TITLES.join(", ")}`;
    throw new TypeError(
      `Expected ${path} to have ${expected} but found ${quote(titles!.join(", "))}`,
    );
  }
  if (rows.length === 0) {
    throw new TypeError(`Expected ${path} to have rows of numbers but found none`);
  }
  const first = hasTitles ? 2 : 1, width = rows[0].length;
  const pixels = new Float64Array(rows.length * (width - 1));
  for (const [i, row] of rows.entries()) {
    const line = `row ${first + i} of ${path}`;
    if (row.length !== width) {
      throw new TypeError(expectation(line, `${width} values, as the first has,`, row.length));
    }
    row.filter((_, column) => column !== labelAt).forEach((text, j) => {
      if (!isNumber(text)) throw new TypeError(expectation(`a pixel in ${line}`, "a number", text));
      pixels[i * (width - 1) + j] = Number(text);
    });
  }
  const classes = rows.map((row) =>
    isNumber(row[labelAt]) ? Number(row[labelAt]) : row[labelAt].trim()
  );
  const shape = shapeOf([rows.length, width - 1], path);
  return { training: { ...shape, pixels: asBytes(pixels, path), classes } };
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}
