/**
 * To be told that a file cannot be written before long work, not after it.
 *
 * @module
 */

import { createTemporary } from "./temporary_file.ts";
import { explainWriteError } from "./whole_file.ts";
import { findWriteTarget } from "./write_target.ts";

/**
 * Throws unless a file of this path could be written now; leaves the folder as it was.
 *
 * @throws {Error} If it could not, naming the path and the reason.
 */
export async function checkWritable(path: string): Promise<void> {
  try {
    const target = await findWriteTarget(path);
    if (target.present && !target.present.isFile) return;
    const temporary = createTemporary(target.path);
    temporary.file.close();
    await Deno.remove(temporary.path);
  } catch (error) {
    throw explainWriteError(error, path);
  }
}
