/**
 * The official archive as a source: downloaded, verified, unpacked.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { formatBytes } from "../internal/progress.ts";
import { removeIfThere, writeWholeFile } from "../internal/whole_file.ts";
import { type Archive, type BatchFile, RECORD_BYTES } from "./cifar10_files.ts";
import { download, DOWNLOAD_LIMITS, type DownloadLimits, sizeOf } from "./download.ts";
import { type FetchContext, type Source, SourceError } from "./source.ts";
import { digestExpectation, md5OfFile } from "./verify.ts";

/**
 * The source that downloads `archive`. While it comes in, the archive has `.part` behind its name;
 * one that lies complete in the folder, put there by hand perhaps, is used as it is.
 */
export function officialSource(archive: Archive, limits: DownloadLimits = DOWNLOAD_LIMITS): Source {
  return {
    name: "official",
    async fetch(wanted, dir, context): Promise<void> {
      const path = join(dir, archive.name);
      if (await sizeOf(path) === 0 || await md5OfFile(path, context.signal) !== archive.md5) {
        await obtain(archive, path, context, limits);
      }
      context.onMessage?.(`Unpacking ${path}`);
      await unpack(path, wanted, dir, context);
    },
    async tidy(dir): Promise<void> {
      await removeIfThere(join(dir, archive.name));
      await removeIfThere(partOf(join(dir, archive.name)));
    },
  };
}

async function obtain(
  archive: Archive,
  path: string,
  context: FetchContext,
  limits: DownloadLimits,
): Promise<void> {
  await checkPermission(new URL(archive.url));
  const part = partOf(path);
  const kept = await sizeOf(part);
  context.onMessage?.(
    `Downloading ${archive.url}` + (kept > 0 ? `, continuing after ${formatBytes(kept)}` : ""),
  );
  await download(archive, part, context, limits);
  const found = await md5OfFile(part, context.signal);
  if (found === archive.md5) return await Deno.rename(part, path);
  await Deno.remove(part);
  const problem = digestExpectation(archive.url, archive.md5, found);
  if (kept === 0) throw new SourceError(problem);
  context.onMessage?.(`${problem}: starting over`);
  await obtain(archive, path, context, limits);
}

/** Asks nobody: a question on the terminal would keep the other source waiting. */
async function checkPermission({ host }: URL): Promise<void> {
  const { state } = await Deno.permissions.query({ name: "net", host });
  if (state !== "granted") {
    throw new SourceError(`Deno was started without --allow-net=${host}`);
  }
}

async function unpack(
  path: string,
  wanted: readonly BatchFile[],
  dir: string,
  context: FetchContext,
): Promise<void> {
  const { createTarDecoder } = await import("modern-tar");
  const missing = new Map(wanted.map((batch) => [batch.name, batch]));
  const archive = await Deno.open(path);
  const entries = archive.readable
    .pipeThrough(new DecompressionStream("gzip"))
    .pipeThrough(createTarDecoder());
  for await (const { header, body } of entries) {
    const batch = missing.get(basename(header.name));
    if (batch) {
      await writeVerified(body, batch, dir, context);
      missing.delete(batch.name);
    } else {
      await body.cancel();
    }
  }
  if (missing.size > 0) throw new SourceError(`${path} lacks ${[...missing.keys()].join(", ")}`);
}

async function writeVerified(
  body: ReadableStream<Uint8Array>,
  batch: BatchFile,
  dir: string,
  context: FetchContext,
): Promise<void> {
  await writeWholeFile(join(dir, batch.name), async (write) => {
    const hash = createHash("md5");
    let room = batch.images * RECORD_BYTES;
    for await (const chunk of body) {
      context.signal?.throwIfAborted();
      if ((room -= chunk.length) < 0) throw new SourceError(`${batch.name} is too long`);
      hash.update(chunk);
      await write(chunk);
    }
    const found = hash.digest("hex");
    if (found === batch.md5) return;
    throw new SourceError(digestExpectation(batch.name, batch.md5, found));
  });
}

function partOf(path: string): string {
  return `${path}.part`;
}
