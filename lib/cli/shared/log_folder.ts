/**
 * Folders of logs for TensorBoard.
 *
 * @module
 */

import { explainWriteError } from "../../internal/whole_file.ts";

/** Makes the folder if it was asked for: one that cannot be is named before any work. */
export async function makeLogFolder(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  try {
    await Deno.mkdir(folder, { recursive: true });
  } catch (error) {
    throw explainWriteError(error, folder);
  }
}
