import { assertEquals, assertMatch } from "@std/assert";
import { checkCells, checkIds } from "../../../lib/jupyter/runner/cell_check.ts";
import { formatNotebook } from "../../../lib/jupyter/runner/nbformat.ts";
import { notebook } from "../../notebook/notebooks.ts";
import { withTempDir } from "../../internal/testing.ts";

async function check(...notebooks: string[][]): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = notebooks.map((_, i) => `${folder}/${i}.ipynb`);
    for (const [i, sources] of notebooks.entries()) {
      await Deno.writeTextFile(paths[i], formatNotebook(notebook(...sources)));
    }
    return (await checkCells(paths, "deno.json")).replaceAll(`${folder}/`, "");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("cells that are fine are passed, names and imports shared between them", async () => {
  const report = await check([
    'import { print } from "two-layer-net/notebook";',
    "let total = 0;\nfunction add(x: number) {\n  total += x;\n}",
    "",
    "add(1);\nawait print(total);",
  ], ["await Promise.resolve(1);"]);
  assertEquals(report, "");
});

Deno.test("what is found is found in notebook, cell and line", async () => {
  const report = await check(
    ["const fine = 1;", "console.log(fine);\nconst wrong: string = fine;"],
    ["const twice = 1;", "const twice = 2;\nconsole.log(twice);"],
    ['import { nothing } from "two-layer-net/notebook";\nnothing();'],
    ["let neverChanged = 1;\nconsole.log(neverChanged);"],
  );
  const expected = [
    /TS2322 \[ERROR\].*\n.*\n.*\n +at 0.ipynb, cell 2, line 2, column 7\n/,
    /TS2451 \[ERROR\]: .* redeclare .*'twice'.*\n.*\n.*\n +at 1.ipynb, cell 2, line 1, column 7\n/,
    /TS2305 \[ERROR\].*\n.*\n.*\n +at 2.ipynb, cell 1, line 1, column 10\n/,
    /0.ipynb, cell 2, line 2, column 7 - `wrong` is never used/,
    /3.ipynb, cell 1, line 1, column 5 - .*prefer-const/,
  ];
  for (const pattern of expected) assertMatch(report, pattern);
});

Deno.test("a syntax error is found in its cell", async () => {
  assertMatch(await check(["1;", "\nconst x = ;"]), /at 0.ipynb, cell 2, line 2, column 11/);
});

Deno.test("a cell may begin with a bracket, whatever the one before it ends in", async () => {
  const cells = ["const a = 1", "[a].map(String);", "const b = a", "(() => b)();", "`${b}`;"];
  const report = await check(cells);
  assertEquals(report, "");
});

Deno.test("relative imports are relative to the notebook's folder, as in the kernel", () =>
  withTempDir(async (folder) => {
    const sources = ['import { x } from "./helper.ts";', 'const { y } = await import("../y.ts");'];
    await Deno.mkdir(`${folder}/inner`);
    await Deno.writeTextFile(`${folder}/inner/helper.ts`, "export const x: number = 1;");
    await Deno.writeTextFile(`${folder}/y.ts`, "export const y: number = 2;");
    const path = `${folder}/inner/a.ipynb`;
    const source = [...sources, "console.log(x + y);"];
    await Deno.writeTextFile(path, formatNotebook(notebook(...source)));
    assertEquals(await checkCells([path], "deno.json"), "");
    await Deno.writeTextFile(path, formatNotebook(notebook(...source, "const s: string = x;")));
    assertMatch(await checkCells([path], "deno.json"), /TS2322/);
  }));

Deno.test("cells with the same id are found", () =>
  withTempDir(async (folder) => {
    const path = `${folder}/a.ipynb`;
    const book = notebook("1", "2", "3");
    book.cells[2].id = book.cells[0].id;
    await Deno.writeTextFile(path, formatNotebook(book));
    const expected = `${path}: cells 1 and 3, of all cells, have the same id "cell-0"\n`;
    assertEquals(await checkIds([path]), expected);
  }));

Deno.test("the project's own notebooks have unique ids", async () => {
  const names = Array.from(Deno.readDirSync("notebooks"), ({ name }) => name);
  const paths = names.filter((name) => name.endsWith(".ipynb")).map((name) => `notebooks/${name}`);
  assertEquals(await checkIds(paths), "");
});
