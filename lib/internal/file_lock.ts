/**
 * A lock between processes. The system holds it for an open file and drops it when its owner dies,
 * so a lock is never stale.
 *
 * @module
 */

import { explainWriteError, removeIfThere, writeAll } from "./whole_file.ts";
import { sleep } from "./sleep.ts";

const RETRY_MS = 200;

/** What {@linkcode withFileLock} takes beside the path and the action. */
export interface FileLockOptions {
  /** Gives up waiting. */
  signal?: AbortSignal;
  /** Called once if the lock stays with someone else, with who that is. */
  onWait?: (holder: string) => void;
}

/**
 * Runs `action` while holding the lock at `path`, a file that exists only as long as it is held.
 *
 * @throws {Error} If the lock file cannot be written, naming it.
 */
export async function withFileLock<T>(
  path: string,
  action: () => Promise<T>,
  { signal, onWait }: FileLockOptions = {},
): Promise<T> {
  const file = await tryAcquire(path) ?? await waitFor(path, signal, onWait);
  try {
    return await action();
  } finally {
    await release(file, path);
  }
}

async function waitFor(
  path: string,
  signal: AbortSignal | undefined,
  onWait: FileLockOptions["onWait"],
): Promise<Deno.FsFile> {
  for (let attempt = 1;; attempt++) {
    await sleep(RETRY_MS, signal); // first, so that a holder who has just come is named in the file
    const file = await tryAcquire(path);
    if (file) return file;
    if (attempt === 1) onWait?.(await holderOf(path));
  }
}

async function tryAcquire(path: string): Promise<Deno.FsFile | null> {
  try {
    const file = await Deno.open(path, { read: true, write: true, create: true });
    if (await claim(file, path)) return file;
    file.close();
    return null;
  } catch (error) {
    throw explainWriteError(error, path);
  }
}

async function claim(file: Deno.FsFile, path: string): Promise<boolean> {
  if (!await tryLock(file) || !await isStillAt(file, path)) return false;
  try {
    await file.truncate();
    await writeAll(file, new TextEncoder().encode(`process ${Deno.pid}`));
    return true;
  } catch (error) {
    await release(file, path);
    throw error;
  }
}

/** Where there are no locks, nobody is kept out. */
async function tryLock(file: Deno.FsFile): Promise<boolean> {
  try {
    return await file.tryLock(true);
  } catch (error) {
    if (error instanceof Deno.errors.NotSupported) return true;
    throw error;
  }
}

/** The former holder may have removed the file between our opening and locking it. */
async function isStillAt(file: Deno.FsFile, path: string): Promise<boolean> {
  const [held, present] = await Promise.all([
    file.stat(),
    Deno.stat(path).catch(() => null),
  ]);
  return present !== null && present.ino === held.ino;
}

async function release(file: Deno.FsFile, path: string): Promise<void> {
  try {
    await removeIfThere(path);
  } finally {
    file.close();
  }
}

async function holderOf(path: string): Promise<string> {
  const holder = await Deno.readTextFile(path).catch(() => "");
  return holder || "another process";
}
