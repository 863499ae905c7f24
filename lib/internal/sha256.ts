/**
 * Digests that tell data apart.
 *
 * @module
 */

import { createHash } from "node:crypto";

/** The SHA-256 of texts and of the bytes of arrays, one after the other, in hexadecimal digits. */
export function sha256(...parts: (string | ArrayBufferView)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(typeof part === "string" ? part : bytesOf(part));
  return hash.digest("hex");
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
