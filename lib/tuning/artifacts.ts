/**
 * Files of a study's best trials: the weights of their nets, say.
 *
 * @module
 */

import { join } from "node:path";
import { ifThere } from "../internal/if_there.ts";
import { checkInstance, checkInteger, checkObject, checkString } from "../internal/checks.ts";
import { checkOptions, integer } from "../internal/options.ts";
import { writeWholeFile } from "../internal/whole_file.ts";
import type { Study } from "./study.ts";
import { isFinished } from "./trial.ts";

/** What {@linkcode ArtifactDirectory} takes beside the directory. */
export interface ArtifactOptions {
  /** How many trials' artifacts are kept, 1 or more. Default: 5. */
  keep?: number;
}

/**
 * A directory that holds the artifacts of each study's best trials, beside the database, say:
 * `DIR/STUDY/trial-7/weights.safetensors`. A COMPLETE trial among the best has its files there;
 * those of trials that better ones push out are removed.
 */
export class ArtifactDirectory {
  readonly #dir: string;
  readonly #keep: number;

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

  /** Where a trial's artifact lies. */
  path(study: string, trial: number, name: string): string {
    checkString("study", study);
    checkInteger("trial", trial, 0);
    checkString("name", name);
    return join(this.#trialDir(study, trial), name);
  }

  /** Writes a trial's artifact, whole or not at all. */
  async write(study: string, trial: number, name: string, bytes: Uint8Array): Promise<void> {
    const path = this.path(study, trial, name);
    checkInstance("bytes", bytes, Uint8Array);
    await Deno.mkdir(this.#trialDir(study, trial), { recursive: true });
    await writeWholeFile(path, bytes);
  }

  /** Removes the artifacts of finished trials that are not among the best. */
  async keepBest(study: Study): Promise<void> {
    checkObject("study", study);
    checkString("study.name", study.name);
    const kept = await this.#trialsIn(study.name);
    const best = new Set(study.ranking.slice(0, this.#keep).map(({ number }) => number));
    for (const { number, state } of study.trials) {
      if (!kept.has(`trial-${number}`) || !isFinished(state) || best.has(number)) continue;
      await removeDir(this.#trialDir(study.name, number));
    }
  }

  async #trialsIn(study: string): Promise<Set<string>> {
    const names = new Set<string>();
    try {
      for await (const { name } of Deno.readDir(this.#studyDir(study))) names.add(name);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return names;
  }

  #studyDir(study: string): string {
    return join(this.#dir, encodeURIComponent(study));
  }

  #trialDir(study: string, trial: number): string {
    return join(this.#studyDir(study), `trial-${trial}`);
  }
}

/** Removes a directory that another lane or process may be removing as well. */
async function removeDir(path: string): Promise<void> {
  await ifThere(Deno.remove(path, { recursive: true }));
}
