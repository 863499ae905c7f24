import { assertEquals } from "@std/assert";
import { firstDifference, VARIES_TAG } from "../../../lib/jupyter/runner/compare.ts";
import type { Notebook, Output } from "../../../lib/jupyter/runner/nbformat.ts";
import { describeDifference } from "../../../lib/jupyter/runner/report.ts";
import { codeCell, notebook, shown, stdout } from "../../notebook/notebooks.ts";

const printing = (...outputs: Output[]): Notebook => ({
  ...notebook(),
  cells: [codeCell("1"), codeCell("2", outputs)],
});

Deno.test("times and rates count as equal", () => {
  const pairs = [
    ["took 0.3 s", "took 12.25 s"],
    ["59 s left", "1 min 02 s left"],
    ["2 h 10 min", "3 h 59 min"],
    ["12ms, 1,200/s", "9.5ms, 88/s"],
    ["120 it/s", "1.5e+3 it/s"],
    ["trailing space ", "trailing space"],
    ["3 min 05 s, 5 steps", "12 s, 5 steps"],
    ["\x1b[33m5\x1b[39m steps", "5 steps"],
  ];
  for (const [before, after] of pairs) {
    assertEquals(firstDifference(printing(stdout(before)), printing(stdout(after))), undefined);
  }
});

Deno.test("the first different line is found", () => {
  const png = (text: string): Output => ({
    output_type: "display_data",
    data: { "image/png": text, "text/plain": "chart" },
    metadata: {},
  });
  const error = (evalue: string): Output => ({
    output_type: "error",
    ename: "E",
    evalue,
    traceback: [],
  });
  const cases: [before: Output[], after: Output[], line: number, was?: string, is?: string][] = [
    [
      [stdout("loss 1.3\nacc 0.287\n")],
      [stdout("loss 1.3\nacc 0.288\n")],
      2,
      "acc 0.287",
      "acc 0.288",
    ],
    [[stdout("5 steps")], [stdout("6 steps")], 1, "5 steps", "6 steps"],
    [[stdout("3.0s2")], [stdout("4.0s2")], 1, "3.0s2", "4.0s2"],
    [[stdout("0.281 min")], [stdout("0.999 min")], 1, "0.281 min", "0.999 min"],
    [[stdout("lr 0.001 h 50")], [stdout("lr 5 h 50")], 1, "lr 0.001 h 50", "lr 5 h 50"],
    [[stdout("lr 3 h 50")], [stdout("lr 5 h 50")], 1, "lr 3 h 50", "lr 5 h 50"],
    [[stdout("1 s = 2")], [stdout("2 s = 2")], 1, "1 s = 2", "2 s = 2"],
    [[stdout("max 3 min 1")], [stdout("max 4 min 1")], 1, "max 3 min 1", "max 4 min 1"],
    [[stdout("a")], [stdout("a\nb")], 2, undefined, "b"],
    [[stdout("a"), shown("x")], [stdout("a")], 2, "[text/plain]", undefined],
    [[png("1")], [shown("chart")], 1, "[image/png, text/plain]", "[text/plain]"],
    [[shown("x")], [shown("y")], 2, "x", "y"],
    [[error("a")], [error("b")], 1, "E: a", "E: b"],
  ];
  for (const [before, after, line, was, is] of cases) {
    assertEquals(firstDifference(printing(...before), printing(...after)), {
      number: 2,
      line,
      before: was,
      after: is,
    });
  }
  assertEquals(firstDifference(printing(png("1")), printing(png("2"))), undefined);
});

Deno.test("a cell that says that it varies is not compared", () => {
  const [before, after] = ["reference", "native"].map((name) => printing(stdout(name)));
  before.cells[1].metadata.tags = [VARIES_TAG];
  assertEquals(firstDifference(before, after), undefined);
});

Deno.test("a difference is described in words", () => {
  const difference = { number: 4, line: 1, before: "acc 0.287", after: undefined };
  assertEquals(
    describeDifference("03.ipynb", difference),
    "03.ipynb, cell 4, line 1 of its output differs:\n" +
      "  committed: acc 0.287\n  this run:  (nothing)",
  );
});
