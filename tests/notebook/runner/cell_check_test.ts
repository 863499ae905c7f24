import { assertEquals, assertMatch } from "@std/assert";
import { checkCells } from "../../../lib/notebook/runner/cell_check.ts";
import { formatNotebook } from "../../../lib/notebook/runner/nbformat.ts";
import { notebook } from "../notebooks.ts";

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
