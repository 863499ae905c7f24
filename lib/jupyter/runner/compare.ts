/**
 * Whether a run gave the same figures as the outputs that are committed.
 *
 * Compared are, cell by cell and line by line: what was written to the streams, the plain text of
 * what was displayed and in which MIME types it was, and errors. Times and rates count as equal.
 *
 * @module
 */

import { type CodeCell, codeCells, hasTag, type Notebook, type Output, plain } from "./nbformat.ts";

/** Cells with this tag are not compared: what they print depends on the machine. */
export const VARIES_TAG = "output-varies";

/**
 * "0.3 s", "12 ms", "3 min 05 s", "1,200/s" and "120 it/s" depend on the machine. Minutes and hours are
 * whole and end a phrase: in "0.281 min" and "lr 5 h 50" the letters name another figure.
 */
const NUMBER = String.raw`\d[\d.,]*(?:e[-+]?\d+)?`;
const SECONDS = String.raw`${NUMBER} ?(?:[nmµ]?s(?! ?[=:])|\w*\/s)(?!\w)`;
const MINUTES = String.raw`\d+ ?(?:h(?: \d+ ?min)?|min(?: \d+ ?s)?)(?!\w)(?! ?[=:]? ?[-+.\d])`;
const TIME = new RegExp(String.raw`(?<![\w.])(?:${MINUTES}|${SECONDS})`, "g");
const TIMES = /<time>(?: <time>)+/g;

/** Where two runs of a notebook part. */
export interface Difference {
  /** The code cell, as In [number] has it. */
  number: number;
  /** The line of the cell's output, counted from 1. */
  line: number;
  /** The line in the first notebook; undefined where it has fewer lines. */
  before: string | undefined;
  /** The line in the second notebook; undefined where it has fewer lines. */
  after: string | undefined;
}

/** The first difference between the outputs of the same notebook before and after a run. */
export function firstDifference(before: Notebook, after: Notebook): Difference | undefined {
  const cellsAfter = codeCells(after);
  for (const { number, cell } of codeCells(before)) {
    if (hasTag(cell, VARIES_TAG)) continue;
    const [linesBefore, linesAfter] = [cell, cellsAfter[number - 1].cell].map(figureLines);
    const length = Math.max(linesBefore.length, linesAfter.length);
    for (let i = 0; i < length; i++) {
      if (linesBefore[i] === linesAfter[i]) continue;
      return { number, line: i + 1, before: linesBefore[i], after: linesAfter[i] };
    }
  }
  return undefined;
}

function figureLines({ outputs }: CodeCell): string[] {
  return outputs.flatMap(outputText).join("\n").split("\n")
    .map((line) => plain(line).replace(TIME, "<time>").replace(TIMES, "<time>").trimEnd());
}

function outputText(output: Output): string[] {
  switch (output.output_type) {
    case "stream":
      return [output.text.replace(/\n$/, "")];
    case "error":
      return [`${output.ename}: ${output.evalue}`];
    default:
      return [
        `[${Object.keys(output.data).sort().join(", ")}]`,
        ...("text/plain" in output.data ? [String(output.data["text/plain"])] : []),
      ];
  }
}
