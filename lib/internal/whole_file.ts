/**
 * Files that are either whole or not there: written beside the target, then renamed.
 *
 * @module
 */

/** Appends a chunk to the file that is being written. */
export type WriteChunk = (chunk: Uint8Array) => Promise<void>;

/**
 * Writes `path` whole: into a temporary file beside it, flushed to the disk and then renamed. A
 * failure, or an error that `content` throws, leaves neither the target nor the temporary behind.
 *
 * @param content The content, or a function that writes it chunk by chunk and may still refuse it.
 * @throws {Error} If the file cannot be written, naming `path` and the reason.
 */
export async function writeWholeFile(
  path: string,
  content: string | Uint8Array | ((write: WriteChunk) => Promise<void>),
): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    await writeAndFlush(temporary, content);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {}); // the first error is the one to tell
    throw explainWriteError(error, path);
  }
}

async function writeAndFlush(
  path: string,
  content: Parameters<typeof writeWholeFile>[1],
): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  if (typeof content === "function") await content((chunk) => writeAll(file, chunk));
  else await writeAll(file, typeof content === "string" ? encode(content) : content);
  await file.sync();
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
    return "Deno was started without --allow-write for it";
  }
  if (!(error instanceof Error) || !("code" in error)) return null;
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
    default:
      return error.message;
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
