/**
 * `deno task check:notebooks [files…]`: type-checks and lints the cells of notebooks.
 *
 * @module
 */

import { Command } from "commander";
import { checkCells } from "../notebook/runner/cell_check.ts";
import { notebookFiles } from "./notebook_files.ts";

const program = new Command("deno task check:notebooks")
  .description("Type-check and lint the cells of notebooks.")
  .argument("[files...]", "notebooks (default: all in notebooks/)")
  .option("--config <file>", "the deno.json that holds", "deno.json");

if (import.meta.main) {
  program.parse(Deno.args, { from: "user" });
  const files = await notebookFiles(program.args);
  const report = files.length > 0 ? await checkCells(files, program.opts().config) : "";
  if (report !== "") {
    console.error(report.trimEnd());
    Deno.exit(1);
  }
  console.log(`Checked ${files.length} notebooks`);
}
