/**
 * Temporary files beside the file that they are to become, and what dead processes left of them.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { createHeldFile, type HeldFile, removeAbandoned } from "./held_file.ts";
import { machineId } from "./machine.ts";

/** Stands in a name for a machine that is not known. */
const UNKNOWN = "00000000";
const SUFFIX = /^\.([0-9a-f]{8})-[0-9a-f]{8}\.tmp$/;
const SUFFIX_BYTES = ".01234567-01234567.tmp".length;
/** The least bound on a name that file systems in use have. */
const MAX_NAME_BYTES = 255;
const DAY_MS = 86_400_000;

/** Makes a new file beside `target`, locked until it is closed. */
export function createTemporary(target: string, mode?: number): HeldFile {
  const machine = machineId() ?? UNKNOWN;
  const newPath = () => {
    const suffix = `.${machine}-${crypto.randomUUID().slice(0, 8)}.tmp`;
    return join(dirname(target), prefixOf(target) + suffix);
  };
  return createHeldFile(newPath, mode);
}

/**
 * Removes the temporary files of `target` that dead processes left.
 *
 * One whose maker lives is locked. But not every shared file system tells one machine of another's
 * locks: what may be from another machine is left for a day after it was last written.
 */
export async function removeDeadTemporaries(target: string): Promise<void> {
  const [folder, prefix, here] = [dirname(target), prefixOf(target), machineId()];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      const maker = name.startsWith(prefix) && SUFFIX.exec(name.slice(prefix.length))?.[1];
      if (!maker) continue;
      const path = join(folder, name);
      if (maker === here || await isOld(path)) removeAbandoned(path);
    }
  } catch {
    // Tidying up is no reason for a file not to be written: what stands in its way is told then.
  }
}

async function isOld(path: string): Promise<boolean> {
  const { mtime } = await Deno.lstat(path);
  return mtime !== null && Date.now() - mtime.getTime() > DAY_MS;
}

/** The target's name, as much of it as leaves room for the suffix. */
function prefixOf(target: string): string {
  const encoder = new TextEncoder();
  let [prefix, room] = ["", MAX_NAME_BYTES - SUFFIX_BYTES];
  for (const character of basename(target)) {
    room -= encoder.encode(character).length;
    if (room < 0) break;
    prefix += character;
  }
  return prefix;
}
