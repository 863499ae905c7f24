/**
 * `deno task playground`: a web page that trains the net, served or written as files.
 *
 * @module
 */

import { join } from "node:path";
import { writeWholeFile } from "../../internal/whole_file.ts";
import { EXIT, explainFailure, runCommand } from "../shared/command_line.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { printLine } from "../shared/output.ts";
import { keepOnly } from "../shared/permissions.ts";
import { explainPort } from "../shared/port.ts";
import { playgroundImages } from "./images.ts";
import { parsePlaygroundOptions, type PlaygroundOptions } from "./options.ts";
import { serve } from "./serve.ts";
import { buildSite, headersFile, type SiteFiles } from "./site.ts";

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parsePlaygroundOptions(args);
  if (typeof options === "number") return options;
  const { dir, out } = options;
  try {
    await keepOnly({ folders: [dir], outputs: [out && join(out, "index.html")] });
    return await withInterrupt((signal) => run(options, signal));
  } catch (error) {
    return explainFailure(error, "");
  }
}

async function run(options: PlaygroundOptions, signal: AbortSignal): Promise<number> {
  const { dir, port, out, ...sizes } = options;
  const files = await buildSite(await playgroundImages(dir, sizes));
  signal.throwIfAborted();
  if (out) await write(files, out);
  else {
    const onListen = (url: string) => printLine(`The playground is at ${url} (Ctrl-C ends it)`);
    await explainPort("--port", port, () => serve(files, { port, signal, onListen }));
  }
  return EXIT.success;
}

async function write(files: SiteFiles, folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const all = new Map<string, Uint8Array | string>([...files, ["_headers", headersFile(files)]]);
  for (const [name, content] of all) await writeWholeFile(join(folder, name), content);
  await removeOldPrograms(folder, files);
  printLine(`Wrote ${all.size} files to ${folder}`);
}

/** Parts of programs are named by their content: an older page's would stay for ever. */
async function removeOldPrograms(folder: string, files: SiteFiles): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (/^chunk-\w+\.js$/.test(name) && !files.has(name)) await Deno.remove(join(folder, name));
  }
}

if (import.meta.main) await runCommand(main);
