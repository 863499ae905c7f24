import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import {
  checkKernel,
  codeCells,
  formatNotebook,
  parseNotebook,
  readNotebook,
} from "../../../lib/jupyter/runner/nbformat.ts";
import { withTempDir } from "../../internal/testing.ts";
import { codeCell, notebook } from "../../notebook/notebooks.ts";

const SOURCE = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } },
  cells: [
    { cell_type: "markdown", source: "# A\nÄ <b>", id: "m1", metadata: {} },
    {
      source: "a;\nb;\n",
      metadata: { tags: ["x"] },
      id: "c1",
      execution_count: 1,
      cell_type: "code",
      outputs: [
        { output_type: "stream", text: "1\n2", name: "stdout" },
        {
          output_type: "display_data",
          metadata: {},
          data: {
            "text/plain": "x\ny",
            "image/png": "iVBO\nRw==",
            "image/svg+xml": "<svg>\n</svg>",
            "text/html": "<b>",
            "application/vnd.vegalite.v5+json": { mark: "line", data: ["a", "b"] },
          },
        },
        {
          output_type: "execute_result",
          execution_count: 1,
          metadata: {},
          data: { "text/plain": "" },
        },
        { output_type: "error", traceback: ["E: no", "  at x"], evalue: "no", ename: "E" },
      ],
    },
    { cell_type: "code", id: "c2", metadata: {}, execution_count: null, source: "", outputs: [] },
  ],
});

// python -c 'import nbformat, sys; print(nbformat.writes(nbformat.reads(sys.stdin.read(), 4)))'
const AS_JUPYTER_WRITES_IT = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "m1",
   "metadata": {},
   "source": [
    "# A\\n",
    "Ä <b>"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "c1",
   "metadata": {
    "tags": [
     "x"
    ]
   },
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "1\\n",
      "2"
     ]
    },
    {
     "data": {
      "application/vnd.vegalite.v5+json": {
       "data": [
        "a",
        "b"
       ],
       "mark": "line"
      },
      "image/png": "iVBO\\nRw==",
      "image/svg+xml": [
       "<svg>\\n",
       "</svg>"
      ],
      "text/html": [
       "<b>"
      ],
      "text/plain": [
       "x\\n",
       "y"
      ]
     },
     "metadata": {},
     "output_type": "display_data"
    },
    {
     "data": {
      "text/plain": []
     },
     "execution_count": 1,
     "metadata": {},
     "output_type": "execute_result"
    },
    {
     "ename": "E",
     "evalue": "no",
     "output_type": "error",
     "traceback": [
      "E: no",
      "  at x"
     ]
    }
   ],
   "source": [
    "a;\\n",
    "b;\\n"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "c2",
   "metadata": {},
   "outputs": [],
   "source": []
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Deno",
   "language": "typescript",
   "name": "deno"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

Deno.test("notebooks are written as Jupyter writes them", () => {
  assertEquals(formatNotebook(parseNotebook(SOURCE, "source")), AS_JUPYTER_WRITES_IT);
  const again = formatNotebook(parseNotebook(AS_JUPYTER_WRITES_IT, "again"));
  assertEquals(again, AS_JUPYTER_WRITES_IT);
});

Deno.test("lines end at line feeds only, and none is lost", () => {
  for (const source of ["a\r\nb\r", "a\u2028b\n\n\nc", "\n", "", "progress 1\rprogress 2\n"]) {
    const read = parseNotebook(formatNotebook(notebook(source)), "notebook");
    assertEquals(read.cells[0].source, source);
  }
});

Deno.test("cells without an id are given one, the others keep theirs", () => {
  const { id: _, ...withoutId } = codeCell("1");
  const text = JSON.stringify({ ...notebook("0"), cells: [withoutId, codeCell("2", [], "mine")] });
  const [first, second] = parseNotebook(text, "notebook").cells;
  assertMatch(first.id, /^[0-9a-f]{8}$/);
  assertEquals(second.id, "mine");
});

Deno.test("what is no notebook is refused by name", () => {
  assertThrows(() => parseNotebook("{", "a.ipynb"), SyntaxError, "Expected a.ipynb to be");
  for (const text of ["null", "[]", '{"nbformat": 3, "worksheets": []}', '{"nbformat": 4}']) {
    assertThrows(() => parseNotebook(text, "a.ipynb"), TypeError, "a notebook of nbformat 4");
  }
});

Deno.test("cells are numbered as the kernel counts them", () => {
  const numbers = codeCells(notebook("a", " \n", "b")).map(({ number, cell }) => [number, cell.id]);
  assertEquals(numbers, [[1, "cell-0"], [2, "cell-2"]]);
  assert(codeCells(notebook()).length === 0);
});

// python -c 'import nbformat; print(nbformat.writes(nbformat.reads(TEXT, 4)))', but for 1e400, which
// Python writes as Infinity: no JSON.
const NUMBERS = `{
 "cells": [],
 "metadata": {
  "10": 1.0,
  "2": 12345678901234567890,
  "exact": 0.1,
  "huge": 1e400,
  "small": 1e-07
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

Deno.test("numbers and keys that look like numbers stay as they are", () => {
  assertEquals(formatNotebook(parseNotebook(NUMBERS, "notebook")), NUMBERS);
});

Deno.test("a byte order mark is passed over, other encodings are refused by name", () =>
  withTempDir(async (folder) => {
    const path = `${folder}/a.ipynb`;
    const text = formatNotebook(notebook("'ä'"));
    await Deno.writeTextFile(path, `\ufeff${text}`);
    assertEquals(formatNotebook(await readNotebook(path)), text);
    await Deno.writeFile(path, Uint8Array.from(text, (character) => character.charCodeAt(0)));
    await assertRejects(() => readNotebook(path), TypeError, "a.ipynb to be a notebook in UTF-8");
  }));

Deno.test("cells that are none are refused by place and field, what may be empty is filled in", () => {
  const parse = (cell: unknown) =>
    parseNotebook(JSON.stringify({ ...notebook(), cells: [codeCell("1"), cell] }), "a.ipynb");
  const code = { cell_type: "code", id: "x" };
  const cases: [cell: unknown, message: string][] = [
    [null, "Expected cell 2 of a.ipynb to be an object but found null"],
    [[], "Expected cell 2 of a.ipynb to be an object"],
    [{ ...code }, "Expected the source of cell 2 of a.ipynb to be a string or an array of strings"],
    [{ ...code, source: [1] }, "Expected the source of cell 2"],
    [{ ...code, cell_type: "heading", source: "" }, "Expected the cell_type of cell 2"],
    [{ ...code, source: "", id: 5 }, "Expected the id of cell 2 of a.ipynb to be a string"],
    [{ ...code, source: "", metadata: null }, "Expected the metadata of cell 2"],
    [{ ...code, source: "", outputs: null }, "Expected the outputs of cell 2"],
    [{ ...code, source: "", outputs: [{}] }, "Expected output 1 of cell 2 of a.ipynb"],
    [{ ...code, source: "", outputs: [{ output_type: "stream" }] }, "Expected output 1"],
  ];
  for (const [cell, message] of cases) assertThrows(() => parse(cell), TypeError, message);
  assertEquals(parse({ ...code, source: ["a\n", "b"] }).cells[1], codeCell("a\nb", [], "x"));
  assertThrows(
    () => parseNotebook('{"nbformat": 4, "metadata": null, "cells": []}', "a.ipynb"),
    TypeError,
    "Expected the metadata of a.ipynb to be an object",
  );
});

Deno.test("notebooks of other kernels are refused by name", () => {
  const check = (metadata: Record<string, unknown>): void =>
    checkKernel({ ...notebook(), metadata }, "a.ipynb");
  check({});
  check({ kernelspec: { name: "deno" } });
  check({ kernelspec: { name: "deno-canary", language: "typescript", display_name: "D" } });
  const python = { name: "python3", language: "python", display_name: "Python 3" };
  const message = 'Expected the kernel of a.ipynb to be Deno\'s but found "python3"';
  assertThrows(() => check({ kernelspec: python }), TypeError, message);
  assertThrows(() => check({ language_info: { name: "R" } }), TypeError, 'found "R"');
});

Deno.test("cells that are tagged to be skipped are not among those that are executed", () => {
  const tagged = notebook("a", "b", "c");
  tagged.cells[1].metadata.tags = ["skip-execution"];
  assertEquals(codeCells(tagged).map(({ number, cell }) => [number, cell.source]), [[1, "a"], [
    2,
    "c",
  ]]);
});
