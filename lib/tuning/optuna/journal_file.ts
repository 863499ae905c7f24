/**
 * The file of an Optuna journal: lines that are only ever added.
 *
 * @module
 */

import { dirname } from "node:path";
import { explainWriteError } from "../../internal/whole_file.ts";
import {
  checkDatabasePath,
  checkStillThere,
  type FileIdentity,
  identityOf,
  realPath,
} from "../storage/database_file.ts";
import { ProcessLease } from "../storage/process_lease.ts";
import type { JournalLog } from "./journal_log.ts";
import { withJournalLock } from "./journal_lock.ts";

const CHUNK_BYTES = 1 << 20;

const NEWLINE = 10;

/** How every entry begins, Python's and ours. */
const BEGINNING = new TextEncoder().encode('{"op_code":');

/** Reads lines as they are added, and adds lines. */
export class JournalFile implements JournalLog {
  readonly name: string;
  /** The file itself, if the name is a link's. */
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #identity: FileIdentity;
  /** Bytes of the lines that were read. */
  #offset = 0;
  readonly #chunk = new Uint8Array(CHUNK_BYTES);

  /**
   * Opens a file, or makes it.
   *
   * @throws {RangeError} If `path` is no file's.
   * @throws {Error} If it is to be read only, and is not there.
   */
  constructor(path: string, { readOnly }: { readOnly: boolean }) {
    checkDatabasePath(path);
    this.name = path;
    this.#path = realPath(path);
    if (!readOnly) create(this.#path);
    else if (identityOf(this.#path) === null) throw new Error(`There is no Optuna journal ${path}`);
    this.#file = Deno.openSync(this.#path, { read: true, append: !readOnly });
    this.#identity = identityOf(this.#path)!;
  }

  /**
   * Lines that were added since the last call. One without its end is being written, or was by a
   * process that died over it: it is left.
   *
   * @throws {Error} If it is no beginning of an entry.
   */
  *readLines(): Generator<string> {
    let size = this.#file.statSync().size, unread = new Uint8Array();
    let position = this.#offset;
    while (position < size) {
      this.#file.seekSync(position, Deno.SeekMode.Start);
      const count = this.#file.readSync(this.#chunk);
      if (count === null) return;
      position += count;
      size = Math.max(size, position);
      const bytes = concat(unread, this.#chunk.subarray(0, count));
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      unread = bytes.slice(end);
      if (end === 0) continue;
      this.#offset += end;
      yield* new TextDecoder().decode(bytes.subarray(0, end - 1)).split("\n");
    }
    if (unread.some((byte, i) => i < BEGINNING.length && byte !== BEGINNING[i])) {
      throw new Error("its last line, which has no end, is no beginning of an entry");
    }
  }

  /** Runs `body` while nobody else adds lines. */
  locked<T>(finished: number, body: () => T): T {
    checkStillThere(this.name, this.#identity, finished);
    return withJournalLock(this.#path, body);
  }

  /**
   * Adds lines, all or none, while the file is locked and all its lines are read.
   *
   * @param isDurable Whether they are to be on the disk when this returns.
   */
  append(lines: readonly string[], isDurable: boolean): void {
    // What follows the last whole line is by a process that died over it; Python would take it and
    // our first line for one, and read no further.
    if (this.#file.statSync().size > this.#offset) this.#file.truncateSync(this.#offset);
    let bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
    try {
      while (bytes.length > 0) bytes = bytes.subarray(this.#file.writeSync(bytes));
      if (isDurable) this.#file.syncDataSync();
    } catch (error) {
      this.#file.truncateSync(this.#offset);
      throw explainWriteError(error, this.#path);
    }
  }

  /** Takes a lease beside the file, which ends with this process. */
  takeLease(): ProcessLease {
    return new ProcessLease(`${this.#path}-lease-`);
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

function create(path: string): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.openSync(path, { append: true, create: true }).close();
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
