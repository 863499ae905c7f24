/**
 * What a download has brought so far, and beside it the ETag that tells which version it is of.
 *
 * @module
 */

import { removeIfThere } from "../internal/whole_file.ts";

/** The size of a file in bytes, 0 if there is none. */
export async function sizeOf(path: string): Promise<number> {
  return (await Deno.stat(path).catch(() => null))?.size ?? 0;
}

/** The ETag of the partial file, empty if the server gave none. */
export async function readEtag(path: string): Promise<string> {
  return await Deno.readTextFile(etagPath(path)).catch(() => "");
}

/** Keeps the ETag of the partial file. */
export async function writeEtag(path: string, etag: string): Promise<void> {
  await Deno.writeTextFile(etagPath(path), etag);
}

/** Removes the partial file and its ETag; fine if there is none. */
export async function removePartial(path: string): Promise<void> {
  await removeIfThere(path);
  await removeIfThere(etagPath(path));
}

function etagPath(path: string): string {
  return `${path}.etag`;
}
