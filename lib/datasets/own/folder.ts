/**
 * Pictures in folders, one folder per class.
 *
 * @module
 */

import { join } from "node:path";
import { expectation, quote } from "../../internal/checks.ts";
import { LongWork, type WorkOptions } from "../long_work.ts";
import type { ImageSource, LabelledImages } from "./labelled_images.ts";
import { decodePicture, inColor } from "./picture.ts";
import { type Picture, squared } from "./squared.ts";

const PICTURE = /\.(png|jpe?g)$/i;

/** Names of folders that keep pictures to learn from and to test by apart. */
const PARTS = { training: ["train", "training"], test: ["test", "testing"] } as const;

/** What reading pictures takes. */
export interface FolderOptions extends WorkOptions {
  /** Side of the squares to make of them; default: they all have one size. */
  readonly size?: number;
}

interface Photo {
  readonly path: string;
  readonly className: string;
}

/** The pictures of `folder/CLASS/…`, or of `folder/train/CLASS/…` and `folder/test/CLASS/…`. */
export async function readFolder(folder: string, options: FolderOptions): Promise<ImageSource> {
  const names = await subfolders(folder);
  const part = (candidates: readonly string[]) => names.find((name) => candidates.includes(name));
  const [training, test] = [part(PARTS.training), part(PARTS.test)];
  if (training && names.every((name) => [training, test, "val", "validation"].includes(name))) {
    const own = await listClasses(join(folder, training));
    const others = test ? await listClasses(join(folder, test)) : [];
    const all = await readPhotos(folder, [...own, ...others], options);
    return {
      training: slice(all, 0, own.length),
      ...(test ? { test: slice(all, own.length, own.length + others.length) } : {}),
    };
  }
  return { training: await readPhotos(folder, await listClasses(folder), options) };
}

async function listClasses(folder: string): Promise<Photo[]> {
  const photos: Photo[] = [];
  for (const className of await subfolders(folder)) {
    const names = (await entries(join(folder, className))).filter(({ isFile }) => isFile)
      .map(({ name }) => name).filter((name) => PICTURE.test(name)).sort();
    if (names.length === 0) {
      throw new TypeError(
        `Expected ${join(folder, className)} to hold .png or .jpg pictures but found none`,
      );
    }
    photos.push(...names.map((name) => ({ path: join(folder, className, name), className })));
  }
  if (photos.length > 0) return photos;
  throw new TypeError(
    `Expected ${folder} to hold a folder of pictures for each class but found none`,
  );
}

async function subfolders(folder: string): Promise<string[]> {
  const all = (await entries(folder)).filter(({ isDirectory }) => isDirectory);
  return all.map(({ name }) => name).filter((name) => !name.startsWith(".")).sort();
}

async function entries(folder: string): Promise<Deno.DirEntry[]> {
  return await Array.fromAsync(Deno.readDir(folder));
}

async function readPhotos(
  folder: string,
  photos: readonly Photo[],
  options: FolderOptions,
): Promise<LabelledImages> {
  const work = new LongWork("Reading pictures", "pictures", photos.length, options);
  const pictures: Picture[] = [];
  for (const { path } of photos) {
    const picture = await decodePicture(await Deno.readFile(path), path);
    pictures.push(options.size ? squared(picture, options.size) : picture);
    checkSize(folder, photos, pictures);
    await work.advance(1);
  }
  const isGrey = pictures.every(({ channels }) => channels === 1);
  const alike = isGrey ? pictures : pictures.map(inColor);
  const { height, width, channels, pixels: { length } } = alike[0];
  const pixels = new Uint8Array(photos.length * length);
  alike.forEach((picture, i) => pixels.set(picture.pixels, i * length));
  return { pixels, classes: photos.map(({ className }) => className), height, width, channels };
}

/** Throws unless the picture read last is as large as the first. */
function checkSize(folder: string, photos: readonly Photo[], read: readonly Picture[]): void {
  const [first, last] = [read[0], read.at(-1)!];
  if (first.height === last.height && first.width === last.width) return;
  const [own, other] = [first, last].map(({ width, height }) => `${width} × ${height}`);
  const expected = `pictures of one size, ${own} as ${quote(photos[0].path)}`;
  const found = `${photos[read.length - 1].path} of ${other}`;
  throw new RangeError(`${expectation(folder, expected, found)}. A size makes squares of all`);
}

function slice(images: LabelledImages, start: number, end: number): LabelledImages {
  const { height, width, channels } = images, cols = height * width * channels;
  const pixels = images.pixels.subarray(start * cols, end * cols);
  return { ...images, pixels, classes: images.classes.slice(start, end) };
}
