/**
 * Files of a study's best trials: the weights of their nets, say.
 *
 * @module
 */

import { join } from "node:path";
import { ifThere } from "../internal/if_there.ts";
import {
  checkInstance,
  checkInteger,
  checkObject,
  checkString,
  expectation,
} from "../internal/checks.ts";
import { checkOptions, integer } from "../internal/options.ts";
import { writeWholeFile } from "../internal/whole_file.ts";
import { checkFileName, checkStudyName, formerStudyFolder, studyFolder } from "./names.ts";
import type { Study } from "./study.ts";
import { compare, type FrozenTrial, isFinished, rank } from "./trial.ts";

/** What {@linkcode ArtifactDirectory} takes beside the directory. */
export interface ArtifactOptions {
  /** How many trials' artifacts are kept, 1 or more. Default: 5. */
  keep?: number;
}

/** Lists, beside a trial's artifacts, whose they are and what they are called. */
const LIST = ".artifacts.json";

interface ArtifactList {
  readonly study: string;
  readonly trial: number;
  readonly names: readonly string[];
}

/**
 * A directory that holds the artifacts of each study's best trials, beside the database, say:
 * `DIR/STUDY/trial-7/weights.safetensors`, and `.artifacts.json` that lists them. A COMPLETE trial
 * among the best has its files there; those of trials that better ones push out are removed, and
 * nothing that is not listed.
 *
 * `STUDY` is the study's name where that is a plain word in lower case, else a readable part of it
 * and a digest: `my-grid~` and 16 digits for `My grid`.
 */
export class ArtifactDirectory {
  readonly #dir: string;
  readonly #keep: number;
  readonly #folders = new Map<string, string>();

  /**
   * Artifacts in `dir`, which is made when there is something to keep.
   *
   * @throws {RangeError} If `keep` is not an integer of 1 or more.
   */
  constructor(dir: string, options: ArtifactOptions = {}) {
    checkString("dir", dir);
    checkOptions("ArtifactDirectory", options, { keep: integer(1) });
    this.#dir = dir;
    this.#keep = options.keep ?? 5;
  }

  /**
   * Where a trial's artifact lies.
   *
   * @throws {RangeError} If a name or the number cannot be one.
   */
  path(study: string, trial: number, name: string): string {
    checkFileName(name);
    return join(this.#trialDir(study, trial), name);
  }

  /**
   * Writes a trial's artifact, whole or not at all.
   *
   * @throws {RangeError} If a name or the number cannot be one.
   * @throws {Error} If the trial's folder is another study's, or the file cannot be written.
   */
  async write(study: string, trial: number, name: string, bytes: Uint8Array): Promise<void> {
    const path = this.path(study, trial, name);
    checkInstance("bytes", bytes, Uint8Array);
    const dir = this.#trialDir(study, trial);
    await Deno.mkdir(dir, { recursive: true });
    const list = await readList(dir) ?? { study, trial, names: [] };
    if (list.study !== study) {
      throw new Error(`Cannot write ${path}: the folder is that of study ${list.study}`);
    }
    // Listed before it is there: what a killed process leaves behind is known as ours.
    if (!list.names.includes(name)) {
      const names = [...list.names, name];
      await writeWholeFile(join(dir, LIST), JSON.stringify({ study, trial, names }));
    }
    await writeWholeFile(path, bytes);
  }

  /** Whether a trial of the study, COMPLETE with this value, would be among the best that are kept. */
  async wants(study: Study, trial: number, value: number): Promise<boolean> {
    checkObject("study", study);
    checkString("study.name", study.name);
    checkInteger("trial", trial, 0);
    if (typeof value !== "number") throw new TypeError(expectation("value", "a number", value));
    const sign = study.direction === "minimize" ? 1 : -1;
    const better = (await this.#finishedTrials(study)).filter((other) => {
      if (other.state !== "COMPLETE" || other.number === trial) return false;
      const order = compare(sign * other.value!, sign * value);
      return order < 0 || (order === 0 && other.number < trial);
    });
    return better.length < this.#keep;
  }

  /** Removes the artifacts of finished trials that are not among the best of those that have some. */
  async keepBest(study: Study): Promise<void> {
    checkObject("study", study);
    checkString("study.name", study.name);
    const finished = await this.#finishedTrials(study);
    const ranked = rank(finished.filter(({ state }) => state === "COMPLETE"), study.direction);
    const best = new Set(ranked.slice(0, this.#keep));
    for (const trial of finished) {
      if (!best.has(trial)) await this.#remove(study.name, trial.number);
    }
  }

  /** Removes what is listed, and the folder if nothing else is in it. */
  async #remove(study: string, trial: number): Promise<void> {
    const dir = this.#trialDir(study, trial);
    const list = await readList(dir);
    if (list?.study !== study || list.trial !== trial) return;
    for (const name of [...list.names, LIST]) await ifThere(Deno.remove(join(dir, name)));
    await ifThere(Deno.remove(dir)).catch((error) => {
      if (!isNotEmpty(error)) throw error;
    });
  }

  /** The finished trials that have artifacts. */
  async #finishedTrials(study: Study): Promise<FrozenTrial[]> {
    return (await this.#trialsIn(study.name))
      .map((number) => study.storage.getTrial(study.name, number))
      .filter((trial) => trial !== null && isFinished(trial.state)) as FrozenTrial[];
  }

  /** The trials that have artifacts. */
  async #trialsIn(study: string): Promise<number[]> {
    const numbers: number[] = [];
    try {
      for await (const { name } of Deno.readDir(this.#studyDir(study))) {
        const [, number] = name.match(/^trial-(\d{1,15})$/) ?? [];
        if (number !== undefined) numbers.push(Number(number));
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return numbers.sort((a, b) => a - b);
  }

  #studyDir(study: string): string {
    checkStudyName(study, "study");
    const known = this.#folders.get(study);
    if (known !== undefined) return join(this.#dir, known);
    const folder = this.#folderOf(study);
    this.#folders.set(study, folder);
    return join(this.#dir, folder);
  }

  /** Studies keep the folder that an earlier version gave them. */
  #folderOf(study: string): string {
    const folder = studyFolder(study);
    const former = formerStudyFolder(study);
    if (former === null || former === folder) return folder;
    const names = new Set(namesIn(this.#dir));
    return !names.has(folder) && names.has(former) ? former : folder;
  }

  #trialDir(study: string, trial: number): string {
    checkInteger("trial", trial, 0);
    return join(this.#studyDir(study), `trial-${trial}`);
  }
}

/** The list in a trial's folder; `null` if there is none that we wrote. */
async function readList(dir: string): Promise<ArtifactList | null> {
  try {
    const list = JSON.parse(await Deno.readTextFile(join(dir, LIST)));
    list.names.forEach(checkFileName);
    return list;
  } catch (error) {
    const isOurs = !(error instanceof SyntaxError || error instanceof TypeError ||
      error instanceof RangeError || error instanceof Deno.errors.NotFound);
    if (isOurs) throw error;
    return null;
  }
}

function namesIn(dir: string): string[] {
  try {
    return [...Deno.readDirSync(dir)].map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function isNotEmpty(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOTEMPTY";
}
