/**
 * `deno task dashboard`: studies on a web page of this machine.
 *
 * @module
 */

import { join } from "node:path";
import { serveDashboard } from "../../dashboard/server.ts";
import { SourceFinder } from "../../dashboard/sources.ts";
import { EXIT, explainFailure, runCommand } from "../shared/command_line.ts";
import { aborted } from "../../internal/aborted.ts";
import { explainPort } from "../shared/port.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { keepOnly } from "../shared/permissions.ts";
import { printLinks } from "./links.ts";
import { type DashboardCommandOptions, parseDashboardOptions } from "./options.ts";

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parseDashboardOptions(args);
  if (typeof options === "number") return options;
  try {
    using finder = new SourceFinder(options.paths);
    await keepOnly({ outputs: options.paths.map(withinFolder) });
    checkStudies(finder, options);
    return await withInterrupt((signal) => serve(finder, options, signal));
  } catch (error) {
    return explainFailure(error, "The same command begins again.");
  }
}

/** A file whose folder is the path, if that is a folder; else the path. */
function withinFolder(path: string): string {
  return Deno.statSync(path).isDirectory ? join(path, "studies.db") : path;
}

/** Throws unless each file that was named holds studies, and `--study` is one of these. */
function checkStudies(finder: SourceFinder, { study, paths }: DashboardCommandOptions): void {
  const names = finder.list().flatMap((source) =>
    paths.includes(source.path) || study !== undefined
      ? source.read().getStudies().map(({ name }) => name)
      : []
  );
  if (study === undefined || names.includes(study)) return;
  const known = names.join(", ") || "none";
  throw new Error(`There is no study named ${JSON.stringify(study)}; there are: ${known}`);
}

async function serve(
  finder: SourceFinder,
  { port, study }: DashboardCommandOptions,
  signal: AbortSignal,
): Promise<number> {
  const options = { sources: () => finder.list(), port, study };
  await using dashboard = await explainPort("--port", port, () => serveDashboard(options));
  printLinks(dashboard);
  await aborted(signal);
  return EXIT.success;
}

if (import.meta.main) await runCommand(main);
