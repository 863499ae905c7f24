/**
 * Deno's open files, by Node's descriptors.
 *
 * @module
 */

import * as fs from "node:fs";
import { promisify } from "node:util";
import { errors } from "../errors.ts";
import { fileInfo } from "./files.ts";

const NO_LOCKS = "Node.js has no file locks that end with their process: use Deno";

/** What a position counts from; the library counts from the start. */
export enum SeekMode {
  Start,
}

interface OpenOptions {
  read?: boolean;
  write?: boolean;
  append?: boolean;
  create?: boolean;
  createNew?: boolean;
  mode?: number;
}

const { O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_EXCL } = fs.constants;

function flagsOf({ read, write, append, create, createNew }: OpenOptions): number {
  const access = write || append ? (read ? O_RDWR : O_WRONLY) : O_RDONLY;
  return access | (append ? O_APPEND : 0) | (create || createNew ? O_CREAT : 0) |
    (createNew ? O_EXCL : 0);
}

/** Opens a file. */
export function openSync(path: string | URL, options: OpenOptions = {}): FsFile {
  return new FsFile(fs.openSync(path, flagsOf(options), options.mode));
}

/** The same, as a promise. */
export async function open(path: string | URL, options: OpenOptions = {}): Promise<FsFile> {
  return new FsFile(await promises.open(path, flagsOf(options), options.mode));
}

/** Functions on descriptors, which `node:fs/promises` leaves out. */
const promises = {
  open: promisify<fs.PathLike, number, number | undefined, number>(fs.open),
  read: promisify(fs.read),
  write: promisify(fs.write),
  stat: promisify<number, fs.Stats>(fs.fstat),
  sync: promisify(fs.fsync),
  truncate: promisify(fs.ftruncate),
};

/** An open file. */
export class FsFile implements Disposable {
  readonly #descriptor: number;
  /** Null: where the system is, which also knows of other files that share the descriptor. */
  #position: number | null = null;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  readSync(bytes: Uint8Array): number | null {
    const count = fs.readSync(this.#descriptor, bytes, 0, bytes.length, this.#position);
    return this.#after(count, bytes);
  }

  async read(bytes: Uint8Array): Promise<number | null> {
    const at = this.#position;
    const { bytesRead } = await promises.read(this.#descriptor, bytes, 0, bytes.length, at);
    return this.#after(bytesRead, bytes);
  }

  #after(count: number, bytes: Uint8Array): number | null {
    if (this.#position !== null) this.#position += count;
    return count === 0 && bytes.length > 0 ? null : count;
  }

  writeSync(bytes: Uint8Array): number {
    return fs.writeSync(this.#descriptor, bytes);
  }

  async write(bytes: Uint8Array): Promise<number> {
    return (await promises.write(this.#descriptor, bytes)).bytesWritten;
  }

  /** Only reading goes on from there: what is written here is appended. */
  seekSync(offset: number, _from: SeekMode.Start): number {
    return this.#position = offset;
  }

  statSync(): ReturnType<typeof fileInfo> {
    return fileInfo(fs.fstatSync(this.#descriptor));
  }

  async stat(): Promise<ReturnType<typeof fileInfo>> {
    return fileInfo(await promises.stat(this.#descriptor));
  }

  syncSync(): void {
    fs.fsyncSync(this.#descriptor);
  }

  sync(): Promise<void> {
    return promises.sync(this.#descriptor);
  }

  truncate(length = 0): Promise<void> {
    return promises.truncate(this.#descriptor, length);
  }

  tryLockSync(): never {
    throw new errors.NotSupported(NO_LOCKS);
  }

  tryLock(): Promise<never> {
    return Promise.reject(new errors.NotSupported(NO_LOCKS));
  }

  /** The rest of the file; it is closed at the end. */
  get readable(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
      pull: (controller) => {
        const chunk = new Uint8Array(1 << 16), count = this.readSync(chunk);
        if (count !== null) return controller.enqueue(chunk.subarray(0, count));
        this.close();
        controller.close();
      },
      cancel: () => this.close(),
    });
  }

  close(): void {
    fs.closeSync(this.#descriptor);
  }

  [Symbol.dispose](): void {
    try {
      this.close();
    } catch (error) {
      if (!(error instanceof errors.BadResource)) throw error;
    }
  }
}
