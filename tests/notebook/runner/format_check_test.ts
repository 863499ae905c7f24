import { assertEquals, assertMatch } from "@std/assert";
import { checkFormat } from "../../../lib/notebook/runner/format_check.ts";
import { formatNotebook } from "../../../lib/notebook/runner/nbformat.ts";
import { notebook } from "../notebooks.ts";
import { withTempDir } from "../../internal/testing.ts";

Deno.test("cells that are not formatted are found, those that are pass", () =>
  withTempDir(async (folder) => {
    const sources = { fine: "const a = 1;\nconsole.log(a);", wide: "const  b = 'b'" };
    for (const [name, source] of Object.entries(sources)) {
      await Deno.writeTextFile(`${folder}/${name}.ipynb`, formatNotebook(notebook(source)));
    }
    assertEquals(await checkFormat([`${folder}/fine.ipynb`], "deno.json"), "");
    const paths = ["fine", "wide"].map((name) => `${folder}/${name}.ipynb`);
    const report = (await checkFormat(paths, "deno.json")).replaceAll(folder, "");
    assertMatch(report, /^\s*from \/wide\.ipynb:\n.*const {2}b = 'b'.*\n.*const b = ."b.";/);
  }));
