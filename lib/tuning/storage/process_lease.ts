/**
 * A lease that a process holds for as long as it lives.
 *
 * The operating system's file lock ends with its process, kill -9 included, and never before: unlike
 * a heartbeat it needs no clock and cannot lapse while a long computation blocks the event loop.
 *
 * @module
 */

/** Leases of processes: one locked file each, `PREFIX` followed by the lease's id. */
export class ProcessLease implements Disposable {
  /** Unlike every other lease's. */
  readonly id: string = crypto.randomUUID();
  readonly #prefix: string;
  readonly #file: Deno.FsFile;

  /** Takes a new lease. */
  constructor(prefix: string) {
    this.#prefix = prefix;
    this.#file = Deno.openSync(this.#path(this.id), { write: true, createNew: true });
    this.#file.lockSync(true);
  }

  /** Whether the process that took lease `id` still holds it; what a dead one left is removed. */
  isHeld(id: string): boolean {
    if (id === this.id) return true;
    let file: Deno.FsFile;
    try {
      file = Deno.openSync(this.#path(id), { write: true });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
    using lock = file;
    if (!lock.tryLockSync(true)) return true;
    this.#remove(id);
    return false;
  }

  /** Ends the lease. */
  [Symbol.dispose](): void {
    this.#remove(this.id);
    this.#file.close();
  }

  #path(id: string): string {
    return this.#prefix + id;
  }

  #remove(id: string): void {
    try {
      Deno.removeSync(this.#path(id));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}
