/**
 * The lock of a journal file, as Optuna's `JournalFileOpenLock` and `JournalFileSymlinkLock` take it:
 * whoever makes `FILE.lock`, as a file or as a link, has it.
 *
 * @module
 */

/** A lock that stays the same for so long was left by a process that died; Optuna waits as long. */
const GRACE_PERIOD_MS = 30_000;

const LONGEST_SLEEP_MS = 50;

/**
 * Runs `body` while no other process has the journal's lock, Python's included. Waits for it as long
 * as it takes: others hold it for milliseconds.
 */
export function withJournalLock<T>(journal: string, body: () => T): T {
  const lock = `${journal}.lock`;
  acquire(lock);
  try {
    return body();
  } finally {
    release(lock);
  }
}

function acquire(lock: string): void {
  let seen: string | null = null, since = performance.now();
  for (let sleep = 1; !tryToMake(lock); sleep = Math.min(2 * sleep, LONGEST_SLEEP_MS)) {
    const present = identityOf(lock);
    if (present !== seen) [seen, since] = [present, performance.now()];
    if (seen !== null && performance.now() - since > GRACE_PERIOD_MS) release(lock);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, sleep);
  }
}

function tryToMake(lock: string): boolean {
  try {
    Deno.openSync(lock, { write: true, createNew: true }).close();
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

/** What tells this lock from the next one of its name; links are not followed. */
function identityOf(lock: string): string | null {
  try {
    const { ino, mtime } = Deno.lstatSync(lock);
    return `${ino} ${mtime?.getTime()}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
