/**
 * A lease that a process holds for as long as it lives.
 *
 * The operating system's file lock ends with its process, kill -9 included, and never before: unlike
 * a heartbeat it needs no clock and cannot lapse while a long computation blocks the event loop.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { createHeldFile, removeAbandoned } from "../../internal/held_file.ts";

/** Leases of processes: one locked file each, `PREFIX` followed by the lease's id. */
export class ProcessLease implements Disposable {
  /** Unlike every other lease's. */
  readonly id: string;
  readonly #prefix: string;
  readonly #file: Deno.FsFile;

  /** Takes a new lease; removes those that dead processes left. */
  constructor(prefix: string) {
    this.#prefix = prefix;
    removeAbandonedLeases(prefix);
    const { file, path } = createHeldFile(() => prefix + crypto.randomUUID());
    this.#file = file;
    this.id = path.slice(prefix.length);
  }

  /** Whether the process that took lease `id` still holds it; what a dead one left is removed. */
  isHeld(id: string): boolean {
    return id === this.id || !removeAbandoned(this.#prefix + id);
  }

  /** Ends the lease. */
  [Symbol.dispose](): void {
    try {
      Deno.removeSync(this.#prefix + this.id);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    } finally {
      this.#file.close();
    }
  }
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function removeAbandonedLeases(prefix: string): void {
  const [folder, name] = [dirname(prefix), basename(prefix)];
  for (const entry of Deno.readDirSync(folder)) {
    const isLease = entry.name.startsWith(name) && ID.test(entry.name.slice(name.length));
    if (!isLease) continue;
    try {
      removeAbandoned(join(folder, entry.name));
    } catch {
      // Another user's, perhaps; it is only untidy.
    }
  }
}
