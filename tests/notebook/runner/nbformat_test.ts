import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { codeCells, formatNotebook, parseNotebook } from "../../../lib/notebook/runner/nbformat.ts";
import { codeCell, notebook } from "../notebooks.ts";

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
