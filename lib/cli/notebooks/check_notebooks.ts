/**
 * `deno task check:notebooks [files…]`: checks types, lint and format of notebooks' cells.
 *
 * @module
 */

import { checkCells, checkIds } from "../../jupyter/runner/cell_check.ts";
import { checkFormat, fixFormat } from "../../jupyter/runner/cell_format.ts";
import { EXIT, newCommand, parseArguments, runCommand } from "../shared/command_line.ts";
import { notebookFiles } from "./notebook_files.ts";
import { printError, printLine } from "../shared/output.ts";

/** Runs the command and returns its exit code. */
export async function checkNotebooks(args: string[]): Promise<number> {
  const command = newCommand("check:notebooks", "Check ids, types, lint and format of cells.")
    .argument("[files...]", "notebooks (default: all in notebooks/)")
    .option("--config <file>", "whose imports and rules hold", "deno.json")
    .option("--fix", "format the cells first");
  const exitCode = parseArguments(command, args);
  if (exitCode !== null) return exitCode;
  const files = await notebookFiles(command.args);
  const report = files.length > 0 ? await check(files, command.opts()) : "";
  if (report === "") printLine(`Checked ${files.length} notebooks`);
  else printError(report.trimEnd());
  return report === "" ? EXIT.success : EXIT.failure;
}

async function check(
  files: string[],
  { config, fix }: { config: string; fix?: boolean },
): Promise<string> {
  const unfixed = fix ? await fixFormat(files, config) : "";
  if (unfixed !== "") return unfixed;
  return (await Promise.all([
    checkIds(files),
    checkCells(files, config),
    checkFormat(files, config),
  ])).join("");
}

if (import.meta.main) await runCommand(checkNotebooks);
