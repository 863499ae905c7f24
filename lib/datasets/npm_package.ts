/**
 * Files of an npm package, through Deno's own package cache.
 *
 * @module
 */

import { ProgressMeter } from "../internal/progress.ts";
import { type FetchContext, SourceError } from "./source.ts";
import { Watchdog } from "./watchdog.ts";

const ANSWER_MS = 15_000;

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
  context: FetchContext & { label?: string },
): Promise<Map<string, string>> {
  const { label = specifier, showDenoProgress } = context;
  const ticking = showDenoProgress ? undefined : reportElapsed(label, context);
  try {
    const answer = JSON.parse(await runChild([specifier, ...names], context));
    if (answer.error) throw failure(specifier, answer.error.replace(/\s+/g, " "));
    return new Map(answer.urls);
  } finally {
    clearInterval(ticking);
  }
}

/** What the child prints. */
async function runChild(args: string[], context: FetchContext): Promise<string> {
  const { signal, showDenoProgress = false } = context;
  using watchdog = new Watchdog();
  const flags = ["--no-lock", "--no-config", "--no-prompt", "--node-modules-dir=none"];
  const child = new Deno.Command(await permittedDeno(), {
    args: ["run", ...flags, import.meta.resolve("./npm_package_child.ts"), ...args],
    stdin: "null",
    stdout: "piped",
    stderr: showDenoProgress ? "inherit" : "piped",
    signal: signal ? AbortSignal.any([signal, watchdog.signal]) : watchdog.signal,
  }).spawn();
  const watched = showDenoProgress ? "" : watch(child.stderr, watchdog, args[0]);
  const [stdout, stderr, status] = await Promise.all([
    new Response(child.stdout).text(),
    watched,
    child.status,
  ]);
  signal?.throwIfAborted();
  watchdog.signal.throwIfAborted();
  // What a terminal sends to all its processes may reach the child first.
  if (status.signal === "SIGINT" || status.signal === "SIGHUP") {
    throw new DOMException("Interrupted", "AbortError");
  }
  if (!status.success) throw failure(args[0], `exit code ${status.code} ${stderr}`.trimEnd());
  return stdout;
}

/**
 * Collects what Deno says, one line for each file that it begins to download, and sets a limit to
 * its silence; none any more once the package itself (.tgz) is on its way, which may take long.
 */
async function watch(
  stderr: ReadableStream<Uint8Array>,
  watchdog: Watchdog,
  specifier: string,
): Promise<string> {
  const silence = () => failure(specifier, `no answer within ${ANSWER_MS / 1000} s`);
  watchdog.limit(ANSWER_MS, silence);
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stderr) {
    text += decoder.decode(chunk, { stream: true });
    if (/\.tgz\b/.test(text)) watchdog.stop();
    else watchdog.limit(ANSWER_MS, silence);
  }
  return text;
}

function failure(specifier: string, reason: string): SourceError {
  return new SourceError(`Deno could not fetch ${specifier}: ${reason}`);
}

/** This very Deno where permissions allow it, else the one that `--allow-run=deno` allows. */
async function permittedDeno(): Promise<string> {
  if (!Deno.Command) throw new SourceError("That takes Deno, and this is another runtime");
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
