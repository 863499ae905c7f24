import { createHash } from "node:crypto";

/** Hexadecimal SHA-256 of the bytes of typed arrays, one after the other. */
export function sha256(...arrays: ArrayBufferView[]): string {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of arrays) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
