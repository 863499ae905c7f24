/**
 * Memory for code: written while it cannot run, and run while it cannot be written.
 *
 * @module
 */

import { notSupported, type OpenLibc } from "./libc.ts";

/** Constants of sys/mman.h on Linux. */
const PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4, MAP_PRIVATE = 2, MAP_ANONYMOUS = 32;
const MAP_FAILED = 0xffff_ffff_ffff_ffffn;

const PAGE = 4096;

/** Code in memory. */
export interface InstalledCode {
  /** Where it starts. */
  readonly address: bigint;
  /** Bytes of its pages. */
  readonly bytes: bigint;
}

/** Installs code, calls it, and gives its memory back. */
export class CodeMemory implements Disposable {
  readonly #libc: OpenLibc;
  readonly #installed = new Set<InstalledCode>();

  /** @param libc Closed with the memory. */
  constructor(libc: OpenLibc) {
    this.#libc = libc;
  }

  /** Pieces of code in memory. */
  get size(): number {
    return this.#installed.size;
  }

  /**
   * Puts code into pages of its own.
   *
   * @throws {Deno.errors.NotSupported} If the system has no memory for it, or lets no new code run.
   */
  install(code: Uint8Array<ArrayBuffer>): InstalledCode {
    const { mmap, mprotect, munmap, write } = this.#libc.symbols;
    const bytes = BigInt(Math.ceil(code.length / PAGE) * PAGE);
    const address = mmap(0n, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0n);
    if (address === MAP_FAILED) throw notSupported("the system gives no memory for code (mmap)");
    write(address, code, BigInt(code.length));
    if (mprotect(address, bytes, PROT_READ | PROT_EXEC) !== 0) {
      munmap(address, bytes);
      throw notSupported(
        "the system lets no memory that was written run as code (mprotect; a hardened kernel " +
          "or SELinux's deny_execmem does this)",
      );
    }
    const installed = { address, bytes };
    this.#installed.add(installed);
    return installed;
  }

  /** Gives the memory of code back, which nothing may be running. */
  remove(code: InstalledCode): void {
    if (this.#installed.delete(code)) this.#libc.symbols.munmap(code.address, code.bytes);
  }

  /** Calls `code(key, element)`, two addresses whose owners live as long as the call. */
  call({ address }: InstalledCode, key: bigint, element = key): void {
    this.#libc.symbols.call(key, element, 1n, 1n, address);
  }

  /**
   * The native address where a view starts, in shared memory too. Whoever keeps it keeps the view:
   * the address of collected memory is a segmentation fault.
   */
  addressOf(view: Uint8Array): bigint {
    const bytes = view as Uint8Array<ArrayBuffer>;
    return this.#libc.symbols.address(bytes, bytes, 0n);
  }

  [Symbol.dispose](): void {
    for (const code of [...this.#installed]) this.remove(code);
    this.#libc[Symbol.dispose]();
  }
}
