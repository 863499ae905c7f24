/**
 * The file of results of the ladder: read, checked against the ladder as it is, and written whole.
 *
 * @module
 */

import { ifThere } from "../../internal/if_there.ts";
import { checkArray, checkNumber, checkObject } from "../../internal/checks.ts";
import { checkSeed } from "../../random/random_state.ts";
import { VIEW_COUNTS } from "../../datasets/views.ts";
import { writeWholeFile } from "../../internal/whole_file.ts";
import type { Variant } from "../../training/ablation.ts";
import type { MeasuredNet, MeasuredRung } from "../../training/measured_ladder.ts";
import { changedSettings } from "../../training/setting_table.ts";

/** Numbers of images that the nets learned from and were judged by. */
export interface ImageCounts {
  readonly training: number;
  readonly validation: number;
  readonly test: number;
}

/** Everything that is in the file. */
export interface LadderResults {
  readonly images: ImageCounts;
  readonly rungs: readonly MeasuredRung[];
}

/** The rungs without a net. */
export function emptyResults(variants: readonly Variant[], images: ImageCounts): LadderResults {
  const last = variants.at(-1)!.settings;
  const rungs = variants.map(({ name, settings }) => (
    { name, settings: changedSettings(last, { ...settings, seed: last.seed }), nets: [] }
  ));
  return { images, rungs };
}

/**
 * The results that are in the file already; none if there is no file.
 *
 * @throws {Error} If it holds something else, or results of other settings or images.
 */
export async function readResults(path: string, empty: LadderResults): Promise<LadderResults> {
  const text = await ifThere(Deno.readTextFile(path));
  if (text === null) return empty;
  try {
    const found: LadderResults = JSON.parse(text);
    checkResults(found);
    const settled = { ...found, rungs: found.rungs.map((rung) => ({ ...rung, nets: [] })) };
    if (JSON.stringify(settled) === JSON.stringify(empty)) return found;
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
  throw new Error(`${path} has results of other settings or images; --out takes another file`);
}

function checkResults(results: LadderResults): void {
  checkObject("it", results);
  checkArray("rungs", results.rungs, (name, rung) => {
    checkObject(name, rung);
    checkArray(`${name}.nets`, (rung as MeasuredRung).nets, checkNet);
  });
}

function checkNet(name: string, value: unknown): void {
  checkObject(name, value);
  const { seed, trainAccuracy, testAccuracy } = value as MeasuredNet;
  checkSeed(`${name}.seed`, seed);
  checkNumber(`${name}.trainAccuracy`, trainAccuracy, 0, 1);
  checkObject(`${name}.testAccuracy`, testAccuracy);
  for (const views of VIEW_COUNTS) {
    checkNumber(`${name}.testAccuracy[${views}]`, testAccuracy[views], 0, 1);
  }
}

/** The results with one more net of that rung, those of each rung by their seeds. */
export function withNet(results: LadderResults, name: string, net: MeasuredNet): LadderResults {
  const rungs = results.rungs.map((rung) => {
    if (rung.name !== name) return rung;
    return { ...rung, nets: [...rung.nets, net].sort((a, b) => a.seed - b.seed) };
  });
  return { ...results, rungs };
}

/** Writes the results, as the formatter of the checkout would. */
export async function writeResults(path: string, results: LadderResults): Promise<void> {
  await writeWholeFile(path, `${JSON.stringify(results, null, 2)}\n`);
}
