/**
 * Photographs from their files.
 *
 * @module
 */

import {
  convertIndexedToRgb,
  decode as decodePng,
  type DecodedPng,
  hasPngSignature,
} from "fast-png";
import { expectation } from "../../internal/checks.ts";
import type { Picture } from "./squared.ts";

/** Most pixels of a picture: a larger one is a mistake, or an attack. */
const MOST_MEGAPIXELS = 100;

/** The picture in the bytes of a PNG or JPEG file; what is transparent is laid on white. */
export async function decodePicture(bytes: Uint8Array, path: string): Promise<Picture> {
  try {
    if (hasPngSignature(bytes)) return fromPng(decodePng(bytes, { checkCrc: true }));
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return await decodeJpeg(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new TypeError(expectation(path, "a whole PNG or JPEG picture", reason), { cause });
  }
  throw new TypeError(expectation(path, "a PNG or JPEG picture", [...bytes.subarray(0, 8)]));
}

async function decodeJpeg(bytes: Uint8Array): Promise<Picture> {
  const { decode } = (await import("jpeg-js")).default;
  const { width, height, data } = decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    maxResolutionInMP: MOST_MEGAPIXELS,
  });
  return { width, height, channels: 3, pixels: data };
}

function fromPng(png: DecodedPng): Picture {
  const { width, height, palette } = png;
  const channels = palette ? palette[0].length : png.channels;
  const data = palette ? convertIndexedToRgb(png) : toBytes(png);
  const isColor = channels >= 3, hasAlpha = channels === 2 || channels === 4;
  if (!hasAlpha) return { width, height, channels, pixels: data };
  const kept = isColor ? 3 : 1, pixels = new Uint8Array(width * height * kept);
  for (let i = 0; i < width * height; i++) {
    const opacity = data[(i + 1) * channels - 1] / 255;
    for (let c = 0; c < kept; c++) {
      pixels[i * kept + c] = Math.round(opacity * data[i * channels + c] + (1 - opacity) * 255);
    }
  }
  return { width, height, channels: kept, pixels };
}

/** Samples of any depth as bytes. */
function toBytes({ data, depth }: DecodedPng): Uint8Array {
  if (depth === 8) return Uint8Array.from(data);
  const most = 2 ** depth - 1;
  return Uint8Array.from(data, (sample) => Math.round(255 * sample / most));
}

/** The same picture in colour. */
export function inColor(picture: Picture): Picture {
  if (picture.channels === 3) return picture;
  const pixels = new Uint8Array(3 * picture.pixels.length);
  picture.pixels.forEach((grey, i) => pixels.fill(grey, 3 * i, 3 * i + 3));
  return { ...picture, channels: 3, pixels };
}
