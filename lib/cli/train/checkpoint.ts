/**
 * The checkpoint of a long training: looked at before any work, and a way past one that is damaged.
 *
 * @module
 */

import { ifThere } from "../../internal/if_there.ts";
import {
  CheckpointMismatchError,
  UnreadableCheckpointError,
  verifyCheckpoint,
} from "../../solver/checkpoint.ts";
import { printError } from "../shared/output.ts";

/**
 * Sees to it that what is at the path can be resumed, or moves it aside.
 *
 * @throws {Error} If it is damaged, with the way past it.
 */
export async function openCheckpoint(
  path: string,
  { restart }: { restart?: boolean },
): Promise<void> {
  if (restart) await moveAside(path);
  await verifyCheckpoint(path).catch(explainCheckpoint);
}

/** Whatever is in the file, it may have cost hours: it takes another name. */
async function moveAside(path: string): Promise<void> {
  let aside = `${path}.old`;
  for (let i = 2; await ifThere(Deno.lstat(aside)); i++) aside = `${path}.old-${i}`;
  if (await ifThere(Deno.rename(path, aside).then(() => true))) {
    printError(`Moved ${path} to ${aside}`);
  }
}

/** Throws the error, one of a checkpoint with the way past it. */
export function explainCheckpoint(error: unknown): never {
  const isOurs = error instanceof UnreadableCheckpointError ||
    error instanceof CheckpointMismatchError;
  if (!isOurs) throw error;
  const remedy = "With --restart the command moves it aside and begins anew.";
  throw new Error(`${error.message}. ${remedy}`, { cause: error });
}
