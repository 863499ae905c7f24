/**
 * How to go on with an interrupted study.
 *
 * @module
 */

import { defaultCifar10Dir } from "../../datasets/cifar10_files.ts";
import { DatabaseLostError } from "../../tuning/storage/database_file.ts";
import type { Study } from "../../tuning/study.ts";
import { defaultStudyDatabase } from "../../tuning/study_files.ts";
import { firstError } from "../shared/command_line.ts";
import { CIFAR10 } from "../shared/data_options.ts";
import { printableRedis } from "../shared/redis_option.ts";
import type { TuneOptions } from "./options.ts";
import { printableOut, shownPlace } from "./place.ts";

/** The command that goes on with the study as this run would have; the study knows the rest. */
export function resumeCommand(options: TuneOptions, study: Study): string {
  const { trials, time, out, dir, workers, backend, redis, unordered, report, logdir } = options;
  const { data, labels, size, splitSeed } = options;
  const given: [string, string | number | undefined][] = [
    ["--study", study.name],
    ["--trials", trials],
    ["--time", time === undefined ? undefined : `${time / 1000}s`],
    ["--out", out === defaultStudyDatabase() ? undefined : printableOut(out)],
    ["--data", data === CIFAR10 ? undefined : data],
    ["--labels", labels],
    ["--size", size],
    ["--split-seed", splitSeed],
    ["--dir", dir === defaultCifar10Dir() ? undefined : dir],
    ["--workers", workers === navigator.hardwareConcurrency ? undefined : workers],
    ["--backend", backend === "auto" ? undefined : backend],
    ["--report", report],
    ["--logdir", logdir],
  ];
  const machines = redis === undefined ? [] : printableRedis(redis);
  const words = given.filter(([, value]) => value !== undefined)
    .flatMap(([flag, value]) => [flag, quoted(String(value))]);
  const last = [...machines, ...(unordered ? ["--unordered"] : [])];
  return ["deno task tune --resume", ...words, ...last].join(" ");
}

/** What ended the run, with how to go on where there is something left to do. */
export function withWayOn(failure: unknown, options: TuneOptions, study: Study): unknown {
  const error = firstError(failure);
  if (!(error instanceof Error) || error instanceof DatabaseLostError) return error;
  const isStorage = "code" in error && error.code === "ERR_SQLITE_ERROR";
  const reason = isStorage
    ? `Cannot write ${shownPlace(options.out)}: ${error.message}`
    : error.message;
  const hint = hasMore(study)
    ? `\nFinished trials are kept. To go on:\n  ${resumeCommand(options, study)}`
    : "";
  return new Error(`${reason}${hint}`, { cause: error });
}

/** Whether the study has anything left to do; so if that cannot be found out. */
function hasMore(study: Study): boolean {
  try {
    return study.getTrials(["WAITING", "RUNNING"]).length > 0;
  } catch {
    return true;
  }
}

/** The word as a shell reads it. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
