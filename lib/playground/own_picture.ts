/**
 * Photographs and drawings of the reader's own, as images that a net takes.
 *
 * @module
 */

/// <reference lib="dom" />

import { type Picture, squared } from "../datasets/own/squared.ts";
import { SIDE } from "./pictures.ts";

/** Most pixels of a picture: a larger one is a mistake. */
const MOST_PIXELS = 100e6;

/** The side from which on the browser makes a picture smaller first: phones have little memory. */
const LARGE = 2048;

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
    return squared(colorsOf(bitmap), SIDE).pixels;
  } finally {
    bitmap.close();
  }
}

/** Its red, green and blue. */
function colorsOf(bitmap: ImageBitmap): Picture {
  const scale = Math.min(1, LARGE / Math.min(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.round(scale * side));
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    for (let channel = 0; channel < 3; channel++) pixels[to++] = data[from + channel];
  }
  return { width, height, channels: 3, pixels };
}
