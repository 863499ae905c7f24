/**
 * How to go on with an interrupted study.
 *
 * @module
 */

import { defaultCifar10Dir } from "../datasets/cifar10_files.ts";
import type { Study } from "../tuning/study.ts";
import { defaultDatabase } from "./tune_files.ts";
import type { TuneOptions } from "./tune_options.ts";

/** The command that goes on with the study as this run would have; the study knows the rest. */
export function resumeCommand(options: TuneOptions, study: Study): string {
  const { trials, time, out, dir, workers, backend, unordered, report } = options;
  const given: [string, string | number | undefined][] = [
    ["--study", study.name],
    ["--trials", trials],
    ["--time", time === undefined ? undefined : `${time / 1000}s`],
    ["--out", out === defaultDatabase() ? undefined : out],
    ["--dir", dir === defaultCifar10Dir() ? undefined : dir],
    ["--workers", workers === navigator.hardwareConcurrency ? undefined : workers],
    ["--backend", backend === "auto" ? undefined : backend],
    ["--report", report],
  ];
  const words = given.filter(([, value]) => value !== undefined)
    .flatMap(([flag, value]) => [flag, quoted(String(value))]);
  return ["deno task tune --resume", ...words, ...(unordered ? ["--unordered"] : [])].join(" ");
}

/** The word as a shell reads it. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
