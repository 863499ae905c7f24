/**
 * `deno task check:notebooks [files…]`: type-checks and lints the cells of notebooks.
 *
 * @module
 */

import { checkCells } from "../notebook/runner/cell_check.ts";
import { EXIT, newCommand, parseArguments } from "./command_line.ts";
import { notebookFiles } from "./notebook_files.ts";

/** Runs the command and returns its exit code. */
export async function checkNotebooks(args: string[]): Promise<number> {
  const command = newCommand("check:notebooks", "Type-check and lint the cells of notebooks.")
    .argument("[files...]", "notebooks (default: all in notebooks/)")
    .option("--config <file>", "whose imports, compiler options and lint rules hold", "deno.json");
  const exitCode = parseArguments(command, args);
  if (exitCode !== null) return exitCode;
  const files = await notebookFiles(command.args);
  const report = files.length > 0 ? await checkCells(files, command.opts().config) : "";
  if (report === "") console.log(`Checked ${files.length} notebooks`);
  else console.error(report.trimEnd());
  return report === "" ? EXIT.success : EXIT.failure;
}

if (import.meta.main) Deno.exit(await checkNotebooks(Deno.args));
