/**
 * Photographs and drawings of the reader's own, as images that a net takes.
 *
 * @module
 */

/// <reference lib="dom" />

import { squared } from "../datasets/own/squared.ts";
import { SIDE } from "./pictures.ts";

/** Most pixels of a picture: a larger one is a mistake. */
const MOST_PIXELS = 100e6;

/**
 * The picture of a file, of any kind that the browser shows: the largest square from its middle, 32
 * pixels wide, each pixel the mean of the area that it covers. What is transparent is laid on white.
 *
 * @throws {TypeError} If it is no picture, naming the file.
 */
export async function readPicture(file: File): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) {
    const kind = file.type || "a file of unknown type";
    throw new TypeError(`${file.name} is no picture that this browser can show (it is ${kind}).`);
  }
  try {
    const { width, height } = bitmap;
    if (width * height > MOST_PIXELS) {
      throw new TypeError(
        `${file.name} has ${width} × ${height} pixels; 100 million are the most.`,
      );
    }
    const picture = { width, height, channels: 3, pixels: colorsOf(bitmap) };
    return squared(picture, SIDE).pixels;
  } finally {
    bitmap.close();
  }
}

function colorsOf(bitmap: ImageBitmap): Uint8Array {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint8Array(data.length / 4 * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    pixels[to++] = data[from];
    pixels[to++] = data[from + 1];
    pixels[to++] = data[from + 2];
  }
  return pixels;
}
