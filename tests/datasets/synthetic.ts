/**
 * A dataset in the layout of CIFAR-10 that is small enough to make for each test, and a server for
 * its archive on this machine.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { packTar, type TarEntry } from "modern-tar";
import type { Archive, BatchFile } from "../../lib/datasets/cifar10_files.ts";
import type { DownloadLimits } from "../../lib/datasets/download.ts";
import { encodeRecords, IMAGE_BYTES } from "../../lib/datasets/records.ts";

/** Limits short enough for tests, long enough for a busy machine. */
export const TEST_LIMITS: DownloadLimits = { answerMs: 1000, stallMs: 1000, retryMs: 1 };

/** A batch, its records, and the images that they hold. */
export interface SyntheticBatch {
  file: BatchFile;
  records: Uint8Array;
  pixels: Uint8Array;
  labels: number[];
}

/** Two training batches of 4 images and a test batch of 3. */
export const BATCHES: readonly SyntheticBatch[] = [
  makeBatch("data_batch_1", 4, 0),
  makeBatch("data_batch_2", 4, 4),
  makeBatch("test_batch", 3, 0),
];

/** The batches as the project knows files. */
export const FILES: readonly BatchFile[] = BATCHES.map(({ file }) => file);

function makeBatch(name: string, images: number, firstLabel: number): SyntheticBatch {
  const pixels = noise(images * IMAGE_BYTES, name.charCodeAt(name.length - 1));
  const labels = Array.from({ length: images }, (_, i) => (7 * i + firstLabel) % 10);
  const records = encodeRecords(pixels, labels);
  const packaged = { png: `${name}.png`, labels: `${name}.json`, firstLabel };
  return {
    file: { name: `${name}.bin`, md5: md5(records), images, packaged },
    records,
    pixels,
    labels,
  };
}

/** Bytes that do not compress. Numerical Recipes' linear congruential generator, upper bits. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/** MD5 in hexadecimal. */
export function md5(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

/** Writes the batches' files into a folder. */
export async function writeBatches(dir: string): Promise<void> {
  for (const { file, records } of BATCHES) await Deno.writeFile(join(dir, file.name), records);
}

/** The archive, laid out as the official one: a folder with the files and two texts. */
export async function makeArchive(batches = BATCHES): Promise<Uint8Array> {
  const folder = "cifar-10-batches-bin";
  const texts = ["batches.meta.txt", "readme.html"].map((name) => textEntry(`${folder}/${name}`));
  const files = batches.map(({ file, records }) => ({
    header: { name: `${folder}/${file.name}`, size: records.length },
    body: records,
  }));
  const tar = await packTar([
    { header: { name: `${folder}/`, type: "directory", size: 0 } },
    texts[0],
    ...files,
    texts[1],
  ]);
  const gzipped = new Blob([tar]).stream().pipeThrough(new CompressionStream("gzip"));
  return await new Response(gzipped).bytes();
}

function textEntry(name: string): TarEntry {
  return { header: { name, size: name.length }, body: name };
}

/** What the server does with one request. */
export interface Behaviour {
  /** Bytes of the body before the connection breaks. */
  breakAfter?: number;
  /** Bytes of the body before nothing more comes. */
  stallAfter?: number;
  /** Answers as if it knew nothing of ranges. */
  ignoresRange?: boolean;
  /** Answers with this status and no body. */
  status?: number;
  /** Does not answer at all. */
  isSilent?: boolean;
}

/** A server of one archive. */
export interface ArchiveServer {
  archive: Archive;
  /** The Range header of each request so far. */
  ranges: (string | null)[];
}

/**
 * Runs `action` against a server that treats the first request as the first behaviour says, and so
 * on, and all further requests as an honest server would.
 */
export async function withArchiveServer(
  bytes: Uint8Array,
  behaviours: readonly Behaviour[],
  action: (server: ArchiveServer) => Promise<void>,
): Promise<void> {
  const ranges: (string | null)[] = [];
  const closing = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, signal: closing.signal },
    (request) => {
      const behaviour = behaviours[ranges.length] ?? {};
      ranges.push(request.headers.get("range"));
      return answer(request, bytes, behaviour, closing.signal);
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/synthetic.tar.gz`;
  try {
    await action({
      archive: { url, name: "synthetic.tar.gz", md5: md5(bytes), bytes: bytes.length },
      ranges,
    });
  } finally {
    closing.abort();
    await server.finished;
  }
}

function answer(
  request: Request,
  bytes: Uint8Array,
  behaviour: Behaviour,
  closing: AbortSignal,
): Response | Promise<Response> {
  const { status, isSilent, ignoresRange } = behaviour;
  if (isSilent) return new Promise((resolve) => closing.onabort = () => resolve(new Response()));
  if (status) return new Response(null, { status });
  const range = ignoresRange ? null : request.headers.get("range");
  const start = Number(range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
  if (start >= bytes.length) {
    const headers = { "content-range": `bytes */${bytes.length}` };
    return new Response(null, { status: 416, headers });
  }
  const headers = new Headers({ "content-length": `${bytes.length - start}` });
  if (range) headers.set("content-range", `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
  return new Response(body(bytes.subarray(start), behaviour), {
    status: range ? 206 : 200,
    headers,
  });
}

function body(
  bytes: Uint8Array,
  { breakAfter, stallAfter }: Behaviour,
): ReadableStream<Uint8Array> {
  const end = breakAfter ?? stallAfter ?? bytes.length;
  let sent = 0;
  return new ReadableStream({
    pull(controller): void {
      if (sent === end) {
        if (stallAfter === undefined) controller.close();
        return;
      }
      const chunk = bytes.slice(sent, Math.min(sent + 1000, end));
      sent += chunk.length;
      controller.enqueue(chunk);
    },
  });
}
