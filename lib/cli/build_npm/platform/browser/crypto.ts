/**
 * `node:crypto` for browsers: digests, at once.
 *
 * @module
 */

import { sha256 } from "@noble/hashes/sha2.js";

/** A digest of the data that it is given piece by piece. */
export interface Hash {
  /** Takes the next piece. */
  update(data: string | Uint8Array): Hash;
  /** The digest: in hexadecimal digits, or its bytes. */
  digest(encoding: "hex"): string;
  digest(): DigestBytes;
}

/** The bytes of a digest, as far as they are used as a Buffer. */
class DigestBytes extends Uint8Array {
  readUInt32LE(at: number): number {
    return new DataView(this.buffer, this.byteOffset).getUint32(at, true);
  }
}

/** SHA-256, the one algorithm that the library uses without files. */
export function createHash(algorithm: string): Hash {
  if (algorithm !== "sha256") throw new Error(`Browsers have no digests by ${algorithm} here`);
  const state = sha256.create();
  const hash = {
    update(data: string | Uint8Array): Hash {
      state.update(typeof data === "string" ? new TextEncoder().encode(data) : data);
      return hash;
    },
    digest(encoding?: "hex") {
      const bytes = state.digest();
      if (encoding === undefined) return new DigestBytes(bytes);
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
  } as Hash;
  return hash;
}
