/**
 * The files of a study's best nets: what an ensemble is made of.
 *
 * @module
 */

import { checkInteger, expectation } from "../internal/checks.ts";
import { ifThere } from "../internal/if_there.ts";
import { checkStudy, type Study } from "../tuning/study.ts";
import { WEIGHTS_ARTIFACT } from "./train_trial.ts";

/**
 * The weights of a study's best nets, the best first: files for `loadWeights`.
 *
 * @param study A study of nets, loaded with its artifacts.
 * @param count How many nets at most, 1 or more.
 * @returns Paths; fewer than `count` if the study kept fewer.
 * @throws {RangeError} If `count` is out of range.
 * @throws {Error} If the study has no artifacts, or none is kept.
 *
 * @example
 * ```ts
 * import { bestWeights } from "two-layer-net/search";
 * import { createStudy } from "two-layer-net/tuning";
 * import { assertRejects } from "@std/assert";
 *
 * await assertRejects(() => bestWeights(createStudy(), 3), Error, "artifacts");
 * ```
 */
export async function bestWeights(study: Study, count: number): Promise<string[]> {
  checkStudy("study", study);
  checkInteger("count", count, 1);
  const { artifacts, name, ranking } = study;
  if (!artifacts) {
    throw new Error(expectation("study", "one loaded with its artifacts", name));
  }
  const paths = ranking.slice(0, count).map(({ number }) =>
    artifacts.path(name, number, WEIGHTS_ARTIFACT)
  );
  const kept: string[] = [];
  for (const path of paths) if ((await ifThere(Deno.stat(path)))?.isFile) kept.push(path);
  if (kept.length === 0) {
    throw new Error(`The study ${name} has no weights: ${paths[0] ?? "no complete trial"}`);
  }
  return kept;
}
