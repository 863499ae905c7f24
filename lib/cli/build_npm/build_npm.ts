/**
 * `deno task build:npm`: the library as a package for npm, in the folder `npm`.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ifThere } from "../../internal/if_there.ts";
import { writeWholeFile } from "../../internal/whole_file.ts";
import {
  EXIT,
  explainFailure,
  newCommand,
  parseArguments,
  runCommand,
} from "../shared/command_line.ts";
import { printLine } from "../shared/output.ts";
import { ENTRIES } from "./entries.ts";
import type { Bundle } from "./bundle.ts";
import { loadOf, makePackage } from "./make_package.ts";

const FOLDER = fileURLToPath(new URL("../../../npm", import.meta.url));

/** Writes the package's files into a folder. */
export async function writePackage(
  folder: string,
  files: ReadonlyMap<string, Uint8Array | string>,
): Promise<void> {
  for (const [path, contents] of files) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await writeWholeFile(join(folder, path), contents);
  }
}

function describe(name: string, folder: string, modules: Bundle): string {
  const { bytes, compressed, packages } = loadOf(name, modules);
  const kilobytes = (count: number) => `${(count / 1000).toFixed(0)} kB`;
  const needs = packages.length > 0 ? `, with ${packages.join(", ")}` : "";
  return `${folder}/${name}: ${kilobytes(bytes)}, ${kilobytes(compressed)} gzipped${needs}`;
}

async function main(args: string[]): Promise<number> {
  const command = newCommand("build:npm", "Make the package for npm in the folder npm.");
  const ended = parseArguments(command, args);
  if (ended !== null) return ended;
  try {
    const { files, dist, browser } = await makePackage();
    await ifThere(Deno.remove(FOLDER, { recursive: true }));
    await writePackage(FOLDER, files);
    for (const { name, forBrowsers } of ENTRIES) {
      printLine(describe(`${name}.js`, "dist", dist));
      if (forBrowsers) printLine(describe(`${name}.js`, "browser", browser));
    }
    printLine(`${files.size} files in npm. "npm pack ./npm" makes one file of them`);
    return EXIT.success;
  } catch (error) {
    return explainFailure(error, "The folder npm is not whole: run it again.");
  }
}

if (import.meta.main) await runCommand(main);
