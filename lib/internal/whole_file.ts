/**
 * Files that are either whole or not there: written beside the target, then renamed.
 *
 * @module
 */

import { createTemporary, removeDeadTemporaries } from "./temporary_file.ts";
import { findWriteTarget, type WriteTarget } from "./write_target.ts";

/** Appends a chunk to the file that is being written. */
export type WriteChunk = (chunk: Uint8Array) => Promise<void>;

/**
 * Writes `path` whole: into a temporary file beside it, flushed to the disk and then renamed. A
 * failure, or an error that `content` throws, leaves neither the target nor the temporary behind;
 * what a process that was killed left is removed by the next that writes the same path.
 *
 * A link stays one: what it leads to is written. A file that is replaced hands on its permissions
 * and, where the system allows it, its owner and group. Hard links are not kept up: the file's other
 * names keep the old content. A device or a pipe is written into. Needs leave to read the path too.
 *
 * @param content The content, or a function that writes it chunk by chunk and may still refuse it.
 * @throws {Error} If the file cannot be written, naming `path` and the reason.
 */
export async function writeWholeFile(
  path: string,
  content: string | Uint8Array | ((write: WriteChunk) => Promise<void>),
): Promise<void> {
  try {
    const target = await findWriteTarget(path);
    if (target.present && !target.present.isFile) {
      using stream = await Deno.open(target.path, { write: true });
      return await writeContent(stream, content);
    }
    await removeDeadTemporaries(target.path);
    await replace(target, content);
  } catch (error) {
    throw explainWriteError(error, path);
  }
}

async function replace(
  { path, present }: WriteTarget,
  content: Parameters<typeof writeWholeFile>[1],
): Promise<void> {
  // Nobody may read the new content who may not read the old one.
  const temporary = createTemporary(path, present ? 0o600 : undefined);
  using file = temporary.file; // closed after it is renamed: its lock says that we live
  try {
    if (present) await handOn(present, temporary.path);
    await writeContent(file, content);
    await file.sync();
    await Deno.rename(temporary.path, path);
  } catch (error) {
    await Deno.remove(temporary.path).catch(() => {}); // the first error is the one to tell
    throw error;
  }
}

/** Gives a new file the owner, group and permissions of the old one, as far as the system allows. */
async function handOn({ uid, gid, mode }: Deno.FileInfo, path: string): Promise<void> {
  if (mode === null) return; // Windows has neither
  await Deno.chown(path, uid, gid)
    .catch(() => Deno.chown(path, null, gid))
    .catch(() => {});
  const isSameGroup = (await Deno.stat(path)).gid === gid;
  await Deno.chmod(path, mode & (isSameGroup ? 0o777 : 0o707)); // another group gets nothing
}

async function writeContent(
  file: Deno.FsFile,
  content: Parameters<typeof writeWholeFile>[1],
): Promise<void> {
  if (typeof content === "function") await content((chunk) => writeAll(file, chunk));
  else await writeAll(file, typeof content === "string" ? encode(content) : content);
}

/** Writes all of `chunk` at the file's position; one `write` may take only a part of it. */
export async function writeAll(file: Deno.FsFile, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.length) written += await file.write(chunk.subarray(written));
}

/** Removes a file; fine if there is none. */
export async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

/**
 * The system's error in words that name the path and the reason; an error that does not come from
 * the file system is handed back as it is.
 */
export function explainWriteError(error: unknown, path: string): unknown {
  const reason = writeErrorReason(error);
  return reason ? new Error(`Cannot write ${path}: ${reason}`, { cause: error }) : error;
}

function writeErrorReason(error: unknown): string | null {
  if (error instanceof Deno.errors.NotCapable) {
    const missing = error.message.includes("read access") ? "read" : "write";
    return `Deno was started without --allow-${missing} for it`;
  }
  if (!(error instanceof Error)) return null;
  // Deno has no code for the rarer ones, a file too large among them.
  if (!("code" in error)) return /\(os error \d+\)/.test(error.message) ? error.message : null;
  switch (error.code) {
    case "ENOSPC":
    case "EDQUOT":
      return "the disk is full";
    case "EACCES":
    case "EPERM":
      return "no permission";
    case "EROFS":
      return "the file system is read-only";
    case "ENOTDIR":
    case "EEXIST":
      return "a part of the path is a file, not a folder";
    case "EISDIR":
      return "there is a folder of that name";
    case "ENOENT":
      return "the folder does not exist";
    case "ELOOP":
      return "its links lead in a circle";
    case "ENAMETOOLONG":
      return "the name is too long";
    default:
      return error.message;
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
