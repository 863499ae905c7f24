/**
 * CIFAR-100's binary files: records of a coarse label, a fine label and three planes of pixels.
 *
 * @module
 */

import { join } from "node:path";
import { expectation } from "../../internal/checks.ts";
import { ifThere } from "../../internal/if_there.ts";
import { decodeRecords, IMAGE_BYTES, IMAGE_SHAPE } from "../records.ts";
import { RECORD_BYTES } from "../cifar10_files.ts";
import type { ImageSource, LabelledImages } from "./labelled_images.ts";

/** The images of a folder of CIFAR-100's files with its 100 fine classes; `null` if it is none. */
export async function readCifar100Folder(folder: string): Promise<ImageSource | null> {
  const names = await ifThere(Deno.readTextFile(join(folder, "fine_label_names.txt")));
  if (names === null) return null;
  const [training, test] = [
    await readRecords(join(folder, "train.bin")),
    await readRecords(join(folder, "test.bin")),
  ];
  const classNames = names.split("\n").map((name) => name.trim()).filter(Boolean);
  for (const { classes } of [training, test]) {
    const odd = classes.findIndex((label) => Number(label) >= classNames.length);
    if (odd < 0) continue;
    const expected = `one of the ${classNames.length} classes of fine_label_names.txt`;
    throw new RangeError(expectation(`label ${odd} in ${folder}`, expected, classes[odd]));
  }
  return { training, test, classNames };
}

async function readRecords(path: string): Promise<LabelledImages> {
  const bytes = await Deno.readFile(path), count = bytes.length / (RECORD_BYTES + 1);
  if (!Number.isInteger(count) || count === 0) {
    const expected = `whole records of ${RECORD_BYTES + 1} bytes`;
    throw new TypeError(expectation(path, expected, `${bytes.length} bytes`));
  }
  const pixels = new Uint8Array(count * IMAGE_BYTES), labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const start = i * (RECORD_BYTES + 1);
    decodeRecords(bytes.subarray(start + 1, start + 1 + RECORD_BYTES), i, pixels, labels);
  }
  return { pixels, classes: [...labels], ...IMAGE_SHAPE };
}
