/**
 * Sets of images that are known by name.
 *
 * @module
 */

import { join } from "node:path";
import { dataFile } from "../../internal/data_file.ts";
import { sha256 } from "../../internal/sha256.ts";
import { ifThere } from "../../internal/if_there.ts";

interface NamedSet {
  /** Folders where it may lie, the first that is there. */
  readonly folders: readonly string[];
  /** How to get it. */
  readonly hint: string;
  /** What the classes are called, where its files do not say. */
  readonly classNames?: readonly string[];
  /** SHA-256 of what the images are made of: pixels and labels, training and test. */
  readonly digest?: string;
}

/** Sets that {@linkcode loadDataset} takes by their names. */
export const NAMED_SETS: Readonly<Record<string, NamedSet>> = {
  "fashion-mnist": {
    folders: [dataFile("fashion-mnist"), "/usr/share/datasets/fashion-mnist"],
    hint: "put its four IDX files there, or apt-get install dataset-fashion-mnist; see " +
      "https://github.com/zalandoresearch/fashion-mnist",
    classNames: [
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot",
    ],
    digest: "ca3ab2a37f845e1b8ae23cab1b51749a3011ba3bf1d9016176d75cbaabac376f",
  },
  "cifar-100": {
    folders: [dataFile("cifar-100-binary")],
    hint: "unpack cifar-100-binary.tar.gz (MD5 03b5dce01913d631647c71ecec9e9cb8) there; see " +
      "https://www.cs.toronto.edu/~kriz/cifar.html",
  },
};

/**
 * The folder of a named set.
 *
 * @throws {Deno.errors.NotFound} If it is in none, with how to get it.
 */
export async function findNamedSet(name: string): Promise<string> {
  const { folders, hint } = NAMED_SETS[name];
  for (const folder of folders) if (await ifThere(Deno.stat(folder))) return folder;
  throw new Deno.errors.NotFound(`${name} is not in ${join(folders[0])}: ${hint}`);
}

/** Throws unless the pixels and labels are those of the set. */
export function verifyNamedSet(name: string, folder: string, parts: readonly Uint8Array[]): void {
  const { digest } = NAMED_SETS[name];
  if (!digest || sha256(...parts) === digest) return;
  throw new TypeError(`Expected ${folder} to hold ${name} but found other images: it is damaged`);
}
