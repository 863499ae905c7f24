/**
 * Verified reading: the digest of a file decides, and whatever is wrong with it is named.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { expectation, quote } from "../internal/checks.ts";
import { type BatchFile, defaultCifar10Dir, RECORD_BYTES } from "./cifar10_files.ts";

const CHUNK_BYTES = 512 * RECORD_BYTES;

/** What can be wrong with a file. */
export type DatasetProblem = "missing" | "not a file" | "cut short" | "too long" | "damaged";

/** A file of the dataset is not what it should be; the message names it and the remedy. */
export class DatasetError extends Error {
  /** The name of the class. */
  override name = "DatasetError";
  /** The file. */
  readonly path: string;
  /** What is wrong with it. */
  readonly problem: DatasetProblem;

  /** Wraps the sentence that says what was expected and found, and adds the remedy. */
  constructor(path: string, problem: DatasetProblem, sentence: string) {
    super(`${sentence} (${problem}). ${remedy(dirname(path))}`);
    this.path = path;
    this.problem = problem;
  }
}

/** What {@linkcode readVerified} hands on: whole records, and the number of the first. */
export type RecordsListener = (records: Uint8Array, first: number) => void;

/**
 * Reads a file of records once, from beginning to end.
 *
 * @param onRecords Receives the records before the digest is known: use them only if this resolves.
 * @throws {DatasetError} If the file is missing, has another size or another digest.
 */
export async function readVerified(
  dir: string,
  batch: BatchFile,
  onRecords?: RecordsListener,
): Promise<void> {
  const path = join(dir, batch.name);
  await checkSize(path, batch.images * RECORD_BYTES);
  const hash = createHash("md5");
  let first = 0;
  for await (const records of readChunks(path, CHUNK_BYTES)) {
    hash.update(records);
    onRecords?.(records, first);
    first += records.length / RECORD_BYTES;
  }
  const found = hash.digest("hex");
  if (found === batch.md5) return;
  throw new DatasetError(path, "damaged", digestExpectation(path, batch.md5, found));
}

/** What is wrong with the files, those in order left out. */
export async function findProblems(
  dir: string,
  batches: readonly BatchFile[],
): Promise<DatasetError[]> {
  const problems: DatasetError[] = [];
  for (const batch of batches) {
    await readVerified(dir, batch).catch((error) => {
      if (!(error instanceof DatasetError)) throw error;
      problems.push(error);
    });
  }
  return problems;
}

/** The sentence about a digest that is not the right one. */
export function digestExpectation(what: string, expected: string, found: string): string {
  return expectation(`the MD5 digest of ${what}`, quote(expected), found);
}

/** The MD5 digest of a file, in hexadecimal. */
export async function md5OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("md5");
  for await (const chunk of readChunks(path, 1 << 20)) {
    signal?.throwIfAborted();
    hash.update(chunk);
  }
  return hash.digest("hex");
}

async function checkSize(path: string, expected: number): Promise<void> {
  const info = await Deno.stat(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return null;
    }
    throw error;
  });
  if (info?.isFile && info.size === expected) return;
  const problem = !info
    ? "missing"
    : !info.isFile
    ? "not a file"
    : info.size < expected
    ? "cut short"
    : "too long";
  const found = info?.isFile ? `${info.size} bytes` : info ? "a folder" : "nothing";
  throw new DatasetError(
    path,
    problem,
    `Expected ${path} to be a file of ${expected} bytes but found ${found}`,
  );
}

/** Chunks of `size` bytes, the last one shorter; each is overwritten by the next. */
async function* readChunks(path: string, size: number): AsyncGenerator<Uint8Array> {
  using file = await Deno.open(path);
  const buffer = new Uint8Array(size);
  for (;;) {
    const length = await fill(file, buffer);
    if (length > 0) yield buffer.subarray(0, length);
    if (length < size) return;
  }
}

async function fill(file: Deno.FsFile, buffer: Uint8Array): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const read = await file.read(buffer.subarray(length));
    if (read === null) break;
    length += read;
  }
  return length;
}

function remedy(dir: string): string {
  const option = dir === defaultCifar10Dir() ? "" : ` --dir ${dir}`;
  return `Run "deno task data${option}" to fetch it.`;
}
