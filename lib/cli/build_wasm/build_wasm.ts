/**
 * `deno task build:wasm [--check]`: compiles the kernels of the wasm backend.
 *
 * @module
 */

import asc from "assemblyscript/asc";
import { writeWholeFile } from "../../internal/whole_file.ts";
import {
  EXIT,
  explainFailure,
  newCommand,
  parseArguments,
  runCommand,
} from "../shared/command_line.ts";
import { printError, printLine } from "../shared/output.ts";

const FOLDER = new URL("../../backends/wasm/", import.meta.url);
const ENTRY = "assembly/index.ts";

/** The committed modules, and what tells them apart. */
const MODULES: Record<string, readonly string[]> = {
  "kernels.wasm": [],
  "kernels_relaxed.wasm": ["--enable", "relaxed-simd"],
};

/** 65536 pages, 4 GiB, fixed: lib/backends/wasm/kernels.ts says why. */
const OPTIONS = [
  ...["-O3", "--noAssert", "--runtime", "stub", "--use", "abort="],
  ...["--enable", "simd", "--enable", "threads", "--importMemory", "--sharedMemory"],
  ...["--initialMemory", "65536", "--maximumMemory", "65536"],
  ...["--disableWarning", "112"], // v128 in the signatures of functions that are not exported
];

/** Compiles one module; the same bytes on every machine. */
export async function compileKernels(options: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined, messages = "";
  const { error } = await asc.main([ENTRY, "--outFile", "kernels.wasm", ...OPTIONS, ...options], {
    readFile: (name) => Deno.readTextFile(new URL(name, FOLDER)).catch(() => null),
    writeFile: (_name, contents) => void (binary = contents as Uint8Array),
    listFiles: () => [],
    stderr: { write: (text: string | Uint8Array) => void (messages += text) },
  });
  if (error || !binary) {
    throw new Error(`The kernels do not compile\n${messages}`, { cause: error });
  }
  return binary;
}

/** Names of the committed modules that differ from what their sources compile to. */
export async function staleModules(): Promise<string[]> {
  const stale = [];
  for (const [name, options] of Object.entries(MODULES)) {
    const committed = await Deno.readFile(new URL(name, FOLDER)).catch(() => new Uint8Array());
    const compiled = await compileKernels(options);
    const same = compiled.length === committed.length &&
      compiled.every((b, i) => b === committed[i]);
    if (!same) stale.push(name);
  }
  return stale;
}

async function build(): Promise<void> {
  for (const [name, options] of Object.entries(MODULES)) {
    const binary = await compileKernels(options);
    await writeWholeFile(new URL(name, FOLDER).pathname, binary);
    printLine(`${name}: ${binary.length} bytes`);
  }
}

async function check(): Promise<number> {
  const stale = await staleModules();
  if (stale.length === 0) return EXIT.success;
  printError(
    `Out of date: ${stale.join(", ")}. Run "deno task build:wasm" and commit the result`,
  );
  return EXIT.failure;
}

async function main(args: string[]): Promise<number> {
  const command = newCommand("build:wasm", "Compile the kernels of the wasm backend.")
    .option("--check", "compare with the committed modules instead of writing them");
  const ended = parseArguments(command, args);
  if (ended !== null) return ended;
  try {
    if (command.opts().check) return await check();
    await build();
    return EXIT.success;
  } catch (error) {
    return explainFailure(error, "Nothing was written.");
  }
}

if (import.meta.main) await runCommand(main);
