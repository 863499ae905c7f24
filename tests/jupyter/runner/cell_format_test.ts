import { assertEquals, assertMatch } from "@std/assert";
import { checkFormat, fixFormat } from "../../../lib/jupyter/runner/cell_format.ts";
import { formatNotebook } from "../../../lib/jupyter/runner/nbformat.ts";
import { notebook } from "../../notebook/notebooks.ts";
import { withTempDir } from "../../internal/testing.ts";

Deno.test("cells that are not formatted are found and put right, those that are pass", () =>
  withTempDir(async (folder) => {
    const sources = { fine: "const a = 1;\nconsole.log(a);", wide: "const  b = 'b'", none: "" };
    const paths = Object.keys(sources).map((name) => `${folder}/${name}.ipynb`);
    for (const [i, source] of Object.values(sources).entries()) {
      await Deno.writeTextFile(paths[i], formatNotebook(notebook(source)));
    }
    assertEquals(await checkFormat([paths[0], paths[2]], "deno.json"), "");
    const report = (await checkFormat(paths, "deno.json")).replaceAll(folder, "");
    assertMatch(report, /^\s*from \/wide\.ipynb:\n.*const {2}b = 'b'.*\n.*const b = ."b.";/);

    assertEquals(await fixFormat(paths, "deno.json"), "");
    const formatted = [sources.fine, 'const b = "b";', ""];
    for (const [i, source] of formatted.entries()) {
      assertEquals(await Deno.readTextFile(paths[i]), formatNotebook(notebook(source)));
    }
    assertEquals(await checkFormat(paths, "deno.json"), "");
  }));

Deno.test("what cannot be formatted is left as it was", () =>
  withTempDir(async (folder) => {
    const path = `${folder}/book.ipynb`;
    const text = formatNotebook(notebook("const  a = ;"));
    await Deno.writeTextFile(path, text);
    assertEquals(await fixFormat([path], "deno.json"), "");
    assertMatch(await fixFormat([path], `${folder}/deno.json`), /deno\.json/);
    assertEquals(await Deno.readTextFile(path), text);
  }));
