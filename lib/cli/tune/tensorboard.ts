/**
 * A study's trials as TensorBoard's runs. A trial is logged when it has ended, whole and with its own
 * times, by the process that keeps the study: workers write nothing.
 *
 * @module
 */

import { join } from "node:path";
import {
  experimentEvent,
  type HyperparameterDomain,
  scalarEvent,
  sessionEndEvent,
  sessionStartEvent,
  versionEvent,
} from "../../formats/tensorboard/events.ts";
import { encodeRecord } from "../../formats/tensorboard/records.ts";
import { ifThere } from "../../internal/if_there.ts";
import { writeWholeFile } from "../../internal/whole_file.ts";
import type { Distribution, ParamValue } from "../../tuning/distributions.ts";
import { studyFolder } from "../../tuning/names.ts";
import type { Study } from "../../tuning/study.ts";
import { type FrozenTrial, isFinished } from "../../tuning/trial.ts";
import { makeLogFolder } from "../shared/log_folder.ts";
import { searchedSpace } from "../../tuning/searched_space.ts";

/** The one file of a run; TensorBoard asks for this word in its name. */
const FILE = "events.out.tfevents.two-layer-net";

/** Tag of what trials are judged by. */
const METRIC = "accuracy";

/**
 * Logs the study's space, and the trials that have ended before.
 *
 * @returns What logs another trial when it has ended.
 * @throws {Error} If a file cannot be written.
 */
export async function logTrials(
  study: Study,
  logdir: string,
): Promise<(study: Study, trial: FrozenTrial) => Promise<void>> {
  const folder = join(logdir, studyFolder(study.name));
  const domains = Object.entries(searchedSpace(study)).map((
    [name, range],
  ) => [name, domainOf(range)]);
  const place = { wallTime: Date.now() / 1000, step: 0 };
  const experiment = experimentEvent(place, Object.fromEntries(domains), METRIC);
  await write(folder, place.wallTime, [experiment]);
  const log = (_study: Study, trial: FrozenTrial) => logTrial(folder, trial);
  for (const trial of study.trials) if (isFinished(trial.state)) await log(study, trial);
  return log;
}

function domainOf(range: Distribution): HyperparameterDomain {
  if (range.type === "categorical") return { choices: range.choices.map(shown) };
  return { low: range.low, high: range.high };
}

/** TensorBoard has no null. */
function shown(value: ParamValue): string | number | boolean {
  return value ?? "none";
}

async function logTrial(folder: string, trial: FrozenTrial): Promise<void> {
  const { startedAt, finishedAt, number } = trial, name = `trial-${number}`;
  const params = Object.entries(trial.params).map(([key, value]) => [key, shown(value)]);
  const [start, end] = [startedAt, finishedAt].map((time) => (time ?? Date.now()) / 1000);
  await write(join(folder, name), start, [
    sessionStartEvent({ wallTime: start, step: 0 }, name, Object.fromEntries(params)),
    ...scalarsOf(trial, end),
    sessionEndEvent({ wallTime: end, step: 0 }, trial.state === "FAIL" ? "failure" : "success"),
  ]);
}

/** Loss by step, accuracies by epoch as they were reported, and the trial's value at the end. */
function scalarsOf(trial: FrozenTrial, wallTime: number): Uint8Array[] {
  const { value, intermediateValues, userAttributes } = trial;
  const { lossHistory, trainAccHistory } = userAttributes as Record<string, number[] | undefined>;
  const losses = (lossHistory ?? []).map((loss, step) => scalarEvent({ wallTime, step }, { loss }));
  const accuracies = [...intermediateValues].map(([step, accuracy], i) => {
    const batch = trainAccHistory?.[i];
    return scalarEvent({ wallTime, step }, {
      "accuracy/validation": accuracy,
      ...(batch === undefined ? {} : { "accuracy/batch": batch }),
    });
  });
  const step = Math.max(0, ...intermediateValues.keys());
  const result = value === null ? [] : [scalarEvent({ wallTime, step }, { [METRIC]: value })];
  return [...losses, ...accuracies, ...result];
}

/** Writes the file whole, unless it is there: what has been logged stays as it is. */
async function write(folder: string, wallTime: number, events: Uint8Array[]): Promise<void> {
  const path = join(folder, FILE);
  await makeLogFolder(folder);
  if (await ifThere(Deno.stat(path))) return;
  const records = [versionEvent(wallTime), ...events].map(encodeRecord);
  await writeWholeFile(path, new Uint8Array(await new Blob(records).arrayBuffer()));
}
