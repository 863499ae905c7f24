/** The committed notebooks: the figures in them, and that they run. */

import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { notebookFiles } from "../lib/cli/notebooks/notebook_files.ts";
import { doNotebook } from "../lib/cli/notebooks/notebook_task.ts";
import {
  codeCells,
  formatNotebook,
  type Notebook,
  parseNotebook,
  readNotebook,
} from "../lib/jupyter/runner/nbformat.ts";
import { describeFailure } from "../lib/jupyter/runner/report.ts";
import { runNotebook } from "../lib/jupyter/runner/run.ts";
import { REDUCED_VARIABLE } from "../lib/notebook/reduced.ts";

/** Quick enough to be run as a reader runs them; in the others, what takes long stops early. */
const IN_FULL = /\/0[12]_/;

/** Cells by their ids whose work cannot stop early, and what the test runs in their place. */
const SMALLER: Record<string, string> = {
  // Whitening 45,000 images of 32 × 32 takes a minute: 600 of 16 × 16 take none.
  "06_beyond.ipynb load": `
    const { downscaled } = await import("two-layer-net");
    const numbers = { numTraining: 600, numValidation: 200, numTest: 200 };
    const data = downscaled(await getCifar10Data(numbers), 2);
    const backend = await bestBackend({ dtype: "float32" });
    const exact = await bestBackend({ dtype: "float64" });`,
  // A net of data/weights, where there is one, takes images of 32 × 32.
  "06_beyond.ipynb best-source": `
    const stored = null, short = { ...quick, hiddenSize: 32, epochs: 1 }, settings = short;`,
};

/** More is not taken in at a glance. */
const MAX_LINES = 8;

/** The lines that hold a solution, and what stands around it in the student's notebook. */
const SOLUTION_MARK = /^ *\/\/ (?:BEGIN|END) SOLUTION$/m;

/** What a lesson is not about: tests' hooks, regular expressions, the kernel's environment. */
const PLUMBING = /\breduced\b|\bDeno\.|\bRegExp\(|[=(,:?[]\s*\/(?![/*\s]).+\//;

const LINK = /\]\((?!https?:|#)([^)#\s]+)/g;

/** A `comparison` with a row whose figures are not equal. */
const UNEQUAL = /^.* original .* ours\n[^]* different$/m;

/** GitHub and front ends get slow with more. */
const MAX_BYTES = 1e6;

for (const path of await notebookFiles([])) {
  Deno.test(`${path} is committed as the runner wrote it, with no figure unequal`, async () => {
    const text = await Deno.readTextFile(path);
    const notebook = parseNotebook(text, path);
    assertEquals(text, formatNotebook(notebook));
    assert(text.length < MAX_BYTES, `${text.length} bytes`);
    assertEquals(text.includes(Deno.cwd()), false, "names a folder of this machine");
    for (const { number, cell } of codeCells(notebook)) {
      assertEquals(cell.execution_count, number);
      for (const output of cell.outputs) {
        assert(output.output_type !== "error", `cell ${number} failed`);
        const shown = output.output_type === "stream" ? "" : output.data["text/plain"];
        assertEquals(String(shown).match(UNEQUAL), null, `cell ${number}: ${shown}`);
      }
    }
  });

  Deno.test(`${path} has calm cells`, async () => {
    for (const { cell } of codeCells(await readNotebook(path))) {
      const { id, source } = cell;
      for (const part of source.split(SOLUTION_MARK)) {
        const lines = part.trim().split("\n").length;
        assert(lines <= MAX_LINES, `${lines} lines at once in cell ${id}`);
      }
      assertEquals(source.match(PLUMBING)?.[0], undefined, `in cell ${id}`);
    }
  });

  Deno.test(`${path} links to what is there`, async () => {
    for (const { source } of (await readNotebook(path)).cells) {
      for (const [, target] of source.matchAll(LINK)) {
        assert((await Deno.stat(join(dirname(path), target))).isFile, target);
      }
    }
  });

  const full = IN_FULL.test(path);
  Deno.test(`${path} runs${full ? ", and gives the committed figures" : ", stopped early"}`, async () => {
    if (full) {
      const { signal } = new AbortController();
      const task = { run: true, check: true, files: [path], timeout: 300, signal };
      return assert(await doNotebook(path, task));
    }
    const { failures } = await runNotebook(smaller(path, await readNotebook(path)), {
      cwd: dirname(path),
      env: { [REDUCED_VARIABLE]: "1" },
      timeout: 300,
    });
    assertEquals(failures.map((failure) => describeFailure(path, failure)), []);
  });
}

/** The notebook with the cells of {@linkcode SMALLER} in place of its own. */
function smaller(path: string, notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    const key = Object.keys(SMALLER).find((key) => `${path} ${cell.id}`.endsWith(`/${key}`));
    return key ? { ...cell, source: SMALLER[key] } : cell;
  });
  return { ...notebook, cells };
}
