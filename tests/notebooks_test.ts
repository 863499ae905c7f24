/** The committed notebooks: the figures in them, and that they run. */

import { assert, assertEquals } from "@std/assert";
import { notebookFiles } from "../lib/cli/notebooks/notebook_files.ts";
import { doNotebook } from "../lib/cli/notebooks/notebook_task.ts";
import { codeCells, formatNotebook, parseNotebook } from "../lib/jupyter/runner/nbformat.ts";

/** Quick enough to be run as a reader runs them; the others take their short form. */
const IN_FULL = /\/0[12]_/;

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

  const full = IN_FULL.test(path);
  Deno.test(`${path} runs${full ? ", and gives the committed figures" : ""}`, async () => {
    const { signal } = new AbortController();
    const task = { run: true, files: [path], timeout: 300, signal };
    assert(await doNotebook(path, { ...task, check: full, reduced: !full }));
  });
}
