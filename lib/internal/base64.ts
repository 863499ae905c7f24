/**
 * Bytes as text.
 *
 * @module
 */

import { Buffer } from "node:buffer";

/** The bytes in base64; by Buffer, since Node.js has no `Uint8Array.prototype.toBase64` before 25. */
export function toBase64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
