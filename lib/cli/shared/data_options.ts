/**
 * The options that say which images a command takes.
 *
 * @module
 */

import { type Command, InvalidArgumentError, Option } from "commander";
import { CIFAR10_CLASSES, defaultCifar10Dir } from "../../datasets/cifar10_files.ts";
import { getCifar10Data } from "../../datasets/cifar10.ts";
import type { LabelledSets } from "../../datasets/labelled_sets.ts";
import type { DataOrigin } from "../../datasets/origin.ts";
import type { DatasetOptions } from "../../datasets/own/load_dataset.ts";
import { loadDataset } from "../../datasets/own/load_dataset.ts";
import { NAMED_SETS } from "../../datasets/own/named_sets.ts";
import { integer } from "./numbers.ts";
import type { Needs } from "./permissions.ts";
import { ProgressLine } from "./progress_line.ts";

/** The name of the set that commands take where none is given. */
export const CIFAR10 = "cifar-10";

/** What {@linkcode addData} gives a command. */
export interface DataOptions {
  /** A name, a file or a folder. */
  data: string;
  /** Folder of the CIFAR-10 files. */
  dir: string;
  labels?: string;
  size?: number;
  splitSeed?: number;
  training?: number;
  validation?: number;
  test?: number;
}

/** What the help says of the numbers of images when none is given; what is not there is no option. */
export type NumberStandards = Partial<Record<"training" | "validation" | "test", string>>;

/** Keys of the options, for commands that refuse some together. */
export const DATA_KEYS = [
  ...["data", "dir", "labels", "size", "splitSeed", "training", "validation"],
];

/** Images, and where they come from. */
export interface CommandData extends LabelledSets {
  readonly origin: DataOrigin;
}

/** Adds the options, under the current heading. */
export function addData(program: Command, standards: NumberStandards): void {
  const names = [CIFAR10, ...Object.keys(NAMED_SETS)].join(", ");
  program
    .addOption(
      new Option(
        "--data <what>",
        `${names}, a folder with a folder of pictures a class, of IDX files, or a .npz, .npy or .csv file`,
      ).argParser(notEmpty).default(CIFAR10),
    )
    .option("--dir <folder>", "folder of the CIFAR-10 files", defaultCifar10Dir())
    .option("--labels <file>", "labels of a .npy of images", notEmpty)
    .addOption(
      new Option("--size <pixels>", "make squares of pictures, so many pixels wide")
        .argParser(integer(1, 1024)),
    )
    .addOption(
      new Option("--split-seed <integer>", "order in which own images are cut into parts (0)")
        .argParser(integer(0, 2 ** 32 - 1)),
    );
  for (const [name, standard] of Object.entries(standards)) {
    program.addOption(
      new Option(`--${name} <images>`, `${name} images (${standard})`)
        .argParser(integer(1)),
    );
  }
}

function notEmpty(value: string): string {
  if (value.trim() !== "") return value;
  throw new InvalidArgumentError("It is empty.");
}

/** What is wrong with the options together; null if nothing is. */
export function problemOfData({ data, dir, labels, size, splitSeed }: DataOptions): string | null {
  if (data !== CIFAR10) {
    return dir === defaultCifar10Dir() ? null : `option '--dir <folder>' is for --data ${CIFAR10}`;
  }
  const own = { "--labels <file>": labels, "--size <pixels>": size };
  const idle = Object.entries({ ...own, "--split-seed <integer>": splitSeed })
    .find(([, value]) => value !== undefined);
  return idle ? `option '${idle[0]}' needs --data with images of one's own` : null;
}

/** What has to be readable for these options. */
export function needsOf({ data, dir, labels }: DataOptions): Needs {
  if (data === CIFAR10) return { folders: [dir] };
  const folders = Object.hasOwn(NAMED_SETS, data) ? NAMED_SETS[data].folders : [data];
  return { folders: [...folders], files: labels === undefined ? [] : [labels] };
}

/** The options in the words of `loadDataset`. */
export function datasetOptions(
  { labels, size, splitSeed, training, validation, test }: DataOptions,
): DatasetOptions {
  const given = { labels, size, seed: splitSeed };
  const all = { ...given, numTraining: training, numValidation: validation, numTest: test };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Loads the images, with a line of progress. */
export async function loadData(options: DataOptions, signal: AbortSignal): Promise<CommandData> {
  if (options.data === CIFAR10) return await loadCifar10(options);
  using line = new ProgressLine();
  const context = { signal, onProgress: line.show };
  return await loadDataset(options.data, { ...datasetOptions(options), ...context });
}

/** CIFAR-10 in the assignment's parts, or those that the options say. */
export async function loadCifar10(
  { dir, training: numTraining, validation: numValidation, test: numTest }: DataOptions,
): Promise<CommandData> {
  const data = await getCifar10Data({ dir, numTraining, numValidation, numTest });
  const { height, width, channels } = data.XTrain;
  return {
    ...data,
    origin: { name: CIFAR10, height, width, channels, classNames: CIFAR10_CLASSES },
  };
}
