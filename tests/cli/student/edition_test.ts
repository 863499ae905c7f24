/** The notebooks that students fill in, as they are committed. */

import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "node:path";
import { takeSolution } from "../../../lib/cli/student/blanks.ts";
import { makeEdition } from "../../../lib/cli/student/edition.ts";
import type { GraderMetadata } from "../../../lib/cli/student/nbgrader.ts";
import { SHEETS } from "../../../lib/cli/student/sheets.ts";
import { editionText, solutionsOf, STUDENT_FOLDER } from "../../../lib/cli/student/student.ts";
import { type Notebook, parseNotebook } from "../../../lib/jupyter/runner/nbformat.ts";
import { checkCells } from "../../../lib/jupyter/runner/cell_check.ts";
import { runNotebook } from "../../../lib/jupyter/runner/run.ts";
import { codeCell } from "../../notebook/notebooks.ts";
import { filledIn } from "../grade/submissions.ts";

const NAMES = Object.keys(SHEETS);

Deno.test("the committed edition is what `deno task assignment:student` writes", async () => {
  const found = Array.from(Deno.readDirSync(STUDENT_FOLDER), ({ name }) => name)
    .filter((name) => name.endsWith(".ipynb"));
  assertEquals(found.sort(), NAMES.map((name) => `${name}.ipynb`));
  for (const name of NAMES) {
    const text = await Deno.readTextFile(join(STUDENT_FOLDER, `${name}.ipynb`));
    assert(text === await editionText(name, STUDENT_FOLDER), `${name} is stale`);
  }
});

const read = async (name: string, teacher: boolean): Promise<Notebook> =>
  parseNotebook(await editionText(name, STUDENT_FOLDER, teacher), name);

for (const name of NAMES) {
  Deno.test(`${name}: no solution, no output, links that lead somewhere`, async () => {
    const student = await read(name, false), teacher = await read(name, true);
    const answers = Object.values(await solutionsOf(name));
    assert(answers.length > 0);
    for (const answer of answers) {
      const last = answer.split("\n").map((line) => line.trim()).filter((line) => line.length > 25);
      const shown = ({ cells }: Notebook) =>
        last.some((line) =>
          cells.some(({ id, source }) =>
            source.includes(line) && (id.endsWith("-answer") || SHEETS[name].blanks[id])
          )
        );
      assert(shown(teacher), answer);
    }
    for (const cell of student.cells) {
      assert(!cell.source.includes("SOLUTION"));
      if (cell.cell_type === "code") assertEquals([cell.outputs, cell.execution_count], [[], null]);
      for (const [, target] of cell.source.matchAll(/\]\(([^):\s#]+)\)/g)) {
        await Deno.stat(join(STUDENT_FOLDER, target));
      }
    }
  });

  // The rules of nbgrader's schema, version 3, and of its MetadataValidatorV3.
  Deno.test(`${name}: the metadata is nbgrader's`, async () => {
    const cells = (await read(name, false)).cells
      .filter(({ metadata }) => metadata.nbgrader !== undefined);
    const ids = cells.map(({ metadata }) => (metadata.nbgrader as GraderMetadata).grade_id);
    assertEquals(new Set(ids).size, ids.length);
    for (const { cell_type, metadata } of cells) {
      const { points, grade_id, ...flags } = metadata.nbgrader as GraderMetadata;
      assertMatch(grade_id, /^[a-zA-Z0-9_-]+$/);
      assertEquals(Object.keys(flags).sort(), [
        ...["grade", "locked", "schema_version", "solution", "task"],
      ]);
      assertEquals([flags.schema_version, flags.task], [3, false]);
      assertEquals(flags.grade, typeof points === "number" && points > 0);
      assert(flags.locked !== flags.solution);
      if (cell_type === "markdown") assert(flags.grade && flags.solution);
    }
  });
}

Deno.test("blanks are typed: nothing but names that wait for the solution is found in them", async () => {
  const paths = NAMES.map((name) => join(STUDENT_FOLDER, `${name}.ipynb`));
  const report = await checkCells(paths, "deno.json");
  assertEquals(report.match(/TS\d+.*/g), null);
  const rules = Array.from(report.matchAll(/\(([a-z-]+)\)$/gm), ([, rule]) => rule);
  assertEquals(
    new Set(rules),
    new Set(["no-unused-vars", "require-yield", "verbatim-module-syntax"]),
  );
});

Deno.test("in the kernel the solutions pass their checks, and a mistake throws its words", async () => {
  for (const name of ["01_toy_check", "02_gradient_check"]) {
    const solved = await filledIn(name, await solutionsOf(name));
    const { failures } = await runNotebook(solved, { cwd: STUDENT_FOLDER });
    assertEquals(failures, []);
  }
  const half = "function regularization({ W1, W2 }: Params, reg: number) {\n" +
    "  return reg / 2 * (W1.multiply(W1).sum() + W2.multiply(W2).sum());\n}";
  const wrong = await filledIn("01_toy_check", {
    ...await solutionsOf("01_toy_check"),
    regularization: half,
  });
  const { failures } = await runNotebook(wrong, { cwd: STUDENT_FOLDER });
  assertEquals(failures.map(({ cell }) => cell.id), ["regularization-check"]);
  assertMatch(failures[0].error.evalue, /There is a factor ½ too much/);
});

Deno.test("marks without a partner, and blanks that nobody knows, are named", () => {
  const cell = (...lines: string[]) => codeCell(lines.join("\n"), [], "loss");
  const [begin, end] = ["  // BEGIN SOLUTION", "  // END SOLUTION"];
  const take = (...lines: string[]) => takeSolution(cell(...lines), () => ["todo"]);
  assertEquals(take("a"), null);
  assertEquals(take("a", begin, "  b", end, "c"), { blank: "a\n  todo\nc", solved: "a\n  b\nc" });
  for (const lines of [[begin], [end], [begin, begin, end], [end, begin]]) {
    assertThrows(() => take(...lines), Error, "The cell loss has");
  }
  const edition = (blanks: typeof SHEETS[string]["blanks"], ...lines: string[]) =>
    makeEdition({ cells: [cell(...lines)], metadata: {}, nbformat: 4, nbformat_minor: 5 }, {
      ...{ sheet: { blanks, given: [] }, teacher: false },
      ...{ from: "a", to: "b", names: [] },
    });
  const blank = { title: "loss", points: 1, todo: [], hints: [] };
  assertThrows(() => edition({}, begin, end), Error, "loss has a solution, but the sheet no blank");
  assertThrows(() => edition({ loss: blank }, "a"), Error, "loss has no solution to take out");
  assertThrows(() => edition({ gone: blank }, "a"), Error, "The sheet has a cell gone");
});
