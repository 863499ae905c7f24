/**
 * What a path that is to be written leads to.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { ifThere } from "./if_there.ts";

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
  const present = await ifThere(Deno.stat(target));
  if (present?.isFile || present?.isDirectory) (await Deno.open(target, { write: true })).close();
  return { path: target, present };
}

async function followLinks(path: string): Promise<string> {
  const real = await ifThere(Deno.realPath(path));
  if (real !== null) return real;
  const info = await ifThere(Deno.lstat(path));
  if (!info?.isSymlink) return path;
  const folder = await Deno.realPath(dirname(path));
  return await followLinks(resolve(folder, await Deno.readLink(path)));
}
