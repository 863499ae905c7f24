/** Notebooks for tests. */

import type { CodeCell, Notebook, Output } from "../../lib/jupyter/runner/nbformat.ts";

/** A notebook of code cells. */
export function notebook(...sources: string[]): Notebook {
  return {
    cells: sources.map((source, i) => codeCell(source, [], `cell-${i}`)),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** A code cell with outputs. */
export function codeCell(source: string, outputs: Output[] = [], id = "cell"): CodeCell {
  return { cell_type: "code", id, metadata: {}, source, outputs, execution_count: null };
}

/** What a cell wrote to its standard output. */
export function stdout(text: string): Output {
  return { output_type: "stream", name: "stdout", text };
}

/** What a cell displayed as plain text. */
export function shown(text: string): Output {
  return { output_type: "display_data", data: { "text/plain": text }, metadata: {} };
}
