/**
 * Files that their makers keep locked, so that anyone can tell what a dead process has left. The
 * system drops a lock with its process, kill -9 included, and never before.
 *
 * @module
 */

/** An open file and where it is. */
export interface HeldFile {
  /** Open for writing and locked until it is closed. */
  readonly file: Deno.FsFile;
  /** Where it is. */
  readonly path: string;
}

/**
 * Makes a file that {@linkcode removeAbandoned} leaves alone as long as it is open.
 *
 * @param newPath Gives a path where nothing is, another one at each call.
 * @param mode Permissions of the file. Default: those that the umask leaves.
 */
export function createHeldFile(newPath: () => string, mode?: number): HeldFile {
  for (;;) {
    const path = newPath();
    const file = Deno.openSync(path, { write: true, createNew: true, mode });
    // Between the two calls someone may take the new file for one that was left, and remove it.
    if (tryLock(file) !== false && isAt(file, path)) return { file, path };
    file.close();
  }
}

/**
 * Removes a file of {@linkcode createHeldFile} unless its maker lives.
 *
 * @returns Whether the file is gone.
 */
export function removeAbandoned(path: string): boolean {
  let opened: Deno.FsFile;
  try {
    opened = Deno.openSync(path, { write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
  using file = opened;
  if (tryLock(file) !== true) return false;
  if (isAt(file, path)) Deno.removeSync(path);
  return true;
}

/** Null where the file system has no locks. */
function tryLock(file: Deno.FsFile): boolean | null {
  try {
    return file.tryLockSync(true);
  } catch {
    return null;
  }
}

/** Whether `path` leads to the open file, and not to another one or to nothing. */
function isAt(file: Deno.FsFile, path: string): boolean {
  try {
    const [held, present] = [file.statSync(), Deno.statSync(path)];
    return held.dev === present.dev && held.ino === present.ino;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
