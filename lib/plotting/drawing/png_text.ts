/**
 * Texts inside PNG files.
 *
 * @module
 */

import { crc32 } from "node:zlib";

/** Bytes of the signature and of the IHDR chunk, which comes first. */
const HEADER_LENGTH = 8 + 25;

/**
 * The PNG with a description that image viewers and screen readers can find: an iTXt chunk (PNG
 * specification 11.3.3.4), which other than tEXt holds UTF-8.
 */
export function withDescription(png: Uint8Array, description: string): Uint8Array<ArrayBuffer> {
  // Keyword, no compression, neither language nor translated keyword, text.
  const type = new TextEncoder().encode("iTXtDescription\0\0\0\0\0" + description);
  const chunk = new Uint8Array(4 + type.length + 4);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, type.length - 4);
  chunk.set(type, 4);
  view.setUint32(4 + type.length, crc32(type));
  const described = new Uint8Array(png.length + chunk.length);
  described.set(png.subarray(0, HEADER_LENGTH));
  described.set(chunk, HEADER_LENGTH);
  described.set(png.subarray(HEADER_LENGTH), HEADER_LENGTH + chunk.length);
  return described;
}
