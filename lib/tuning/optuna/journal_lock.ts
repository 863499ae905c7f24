/**
 * The lock of a journal file, as Optuna's `JournalFileOpenLock` and `JournalFileSymlinkLock` take it:
 * whoever makes `FILE.lock`, as a file or as a link, has it. In ours there is a mark, so that what a
 * dead process of ours left is told at once.
 *
 * @module
 */

import { createHeldFile, removeAbandoned } from "../../internal/held_file.ts";

/** A lock that stays the same for so long was left by a process that died; Optuna waits as long. */
const GRACE_PERIOD_MS = 30_000;

const LONGEST_SLEEP_MS = 50;

/** In a lock of ours from its first moment: a file with it whose maker lives cannot be locked. */
const MARK = new TextEncoder().encode("two-layer-net\n");

/**
 * Runs `body` while no other process has the journal's lock, Python's included. Waits for it as long
 * as it takes: others hold it for milliseconds.
 */
export function withJournalLock<T>(journal: string, body: () => T): T {
  const lock = `${journal}.lock`;
  using _file = acquire(lock);
  try {
    return body();
  } finally {
    release(lock);
  }
}

function acquire(lock: string): Deno.FsFile {
  let seen: string | null = null, since = performance.now();
  const { file, path: own } = createHeldFile(() => `${lock}.${crypto.randomUUID()}.new`);
  using _name = { [Symbol.dispose]: () => Deno.removeSync(own) };
  file.writeSync(MARK);
  for (let sleep = 1;; sleep = Math.min(2 * sleep, LONGEST_SLEEP_MS)) {
    if (tryToLink(own, lock)) break;
    const present = describe(lock);
    if (present?.isOurs) removeAbandoned(lock);
    if (present?.identity !== seen) [seen, since] = [present?.identity ?? null, performance.now()];
    if (seen !== null && performance.now() - since > GRACE_PERIOD_MS) release(lock);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, sleep);
  }
  return file;
}

/**
 * Gives our file the lock's name too, unless there is one: who is killed in the midst leaves either no
 * lock or one with our mark.
 */
function tryToLink(own: string, lock: string): boolean {
  try {
    Deno.linkSync(own, lock);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

/** Moved away first, as Optuna does: of two who remove it one finds nothing. */
function release(lock: string): void {
  const moved = `${lock}${crypto.randomUUID()}.rename`;
  try {
    Deno.renameSync(lock, moved);
    Deno.removeSync(moved);
  } catch (error) {
    // It took longer than the grace period, and another process has broken the lock.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** What tells the lock from the next one of its name, and whether we made it; links are not followed. */
function describe(lock: string): { identity: string; isOurs: boolean } | null {
  try {
    const { ino, mtime, isFile, size } = Deno.lstatSync(lock);
    const isOurs = isFile && size === MARK.length;
    return { identity: `${ino} ${mtime?.getTime()}`, isOurs };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
