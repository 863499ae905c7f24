/**
 * To be told that a file cannot be written before long work, not after it.
 *
 * @module
 */

import { explainWriteError } from "./whole_file.ts";

/**
 * Throws unless a file of this path could be written now; leaves the folder as it was.
 *
 * @throws {Error} If it could not, naming the path and the reason.
 */
export async function checkWritable(path: string): Promise<void> {
  if (await isDirectory(path)) throw new Error(`Cannot write ${path}: it is a folder`);
  const temporary = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    await Deno.writeFile(temporary, new Uint8Array(), { createNew: true });
    await Deno.remove(temporary);
  } catch (error) {
    throw explainWriteError(error, path);
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}
