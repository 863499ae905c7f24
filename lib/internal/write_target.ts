/**
 * What a path that is to be written leads to.
 *
 * @module
 */

import { dirname, resolve } from "node:path";

/** Where writing to a path ends up. */
export interface WriteTarget {
  /** The path with its links followed. */
  readonly path: string;
  /** What is there; null if nothing is. */
  readonly present: Deno.FileInfo | null;
}

/**
 * Follows the links of a path that is to be written, the last one to where nothing may be yet.
 *
 * @throws Unless the file that is there may be written; what the system says.
 */
export async function findWriteTarget(path: string): Promise<WriteTarget> {
  const target = await followLinks(path);
  const present = await Deno.stat(target).catch(nullIfNotFound);
  if (present?.isFile || present?.isDirectory) (await Deno.open(target, { write: true })).close();
  return { path: target, present };
}

async function followLinks(path: string): Promise<string> {
  const real = await Deno.realPath(path).catch(nullIfNotFound);
  if (real !== null) return real;
  const info = await Deno.lstat(path).catch(nullIfNotFound);
  if (!info?.isSymlink) return path;
  const folder = await Deno.realPath(dirname(path));
  return await followLinks(resolve(folder, await Deno.readLink(path)));
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof Deno.errors.NotFound) return null;
  throw error;
}
