/**
 * A study as the page gets it: plain JSON, short names where there are thousands.
 *
 * @module
 */

import type { Distribution, TrialParams } from "../tuning/distributions.ts";
import { searchedSpace } from "../tuning/searched_space.ts";
import type { Storage, StudyAttributes, StudyDefinition } from "../tuning/storage/storage.ts";
import type { Study } from "../tuning/study.ts";
import { isPaused, type Note, noteOf } from "../tuning/study_attributes.ts";
import { durationOf, type FrozenTrial, lastStepOf } from "../tuning/trial.ts";
import type { Tally } from "./tally.ts";

/** A number as JSON has it: those that are not finite as text. */
export type PlainNumber = number | "NaN" | "Infinity" | "-Infinity";

/** A trial in the page's table. */
export interface TrialRow {
  /** Its number. */
  readonly n: number;
  /** Its state. */
  readonly s: FrozenTrial["state"];
  /** Its parameters, or what is proposed for them while it waits. */
  readonly p: TrialParams;
  /** Its value. */
  readonly v?: PlainNumber;
  /** The last step that it reported, and the value there. */
  readonly r?: readonly [number, PlainNumber];
  /** Seconds that it took. */
  readonly t?: number;
  /** Whether it diverged. */
  readonly d?: true;
  /** Its last error. */
  readonly e?: string;
}

/** What does not change of a study, but for parameters that are met later. */
export interface StudyHead {
  /** Its name. */
  readonly name: string;
  /** Whether small or large values are good. */
  readonly direction: StudyDefinition["direction"];
  /** The distribution of each parameter. */
  readonly space: Readonly<Record<string, Distribution>>;
  /** Whether its trials are fixed beforehand. */
  readonly isGrid: boolean;
}

/** What the page may change of a study. */
export interface StudyStatus {
  /** Whether no further trial starts. */
  readonly paused: boolean;
  /** The note on it. */
  readonly note: Note;
}

/** A study in the list of studies. */
export interface StudyEntry {
  /** The file that it is in. */
  readonly file: string;
  /** Its name. */
  readonly name: string;
  /** Whether small or large values are good. */
  readonly direction: StudyDefinition["direction"];
  /** How many trials it has, by state. */
  readonly counts: Readonly<Record<FrozenTrial["state"], number>>;
  /** Its best trial, if one is complete. */
  readonly best: { readonly number: number; readonly value: PlainNumber } | null;
  /** Whether it is paused. */
  readonly paused: boolean;
}

/** The trial as a row. */
export function trialRow(trial: FrozenTrial): TrialRow {
  const { number, state, value, params, proposal, errors } = trial;
  const step = lastStepOf(trial);
  const duration = durationOf(trial);
  return {
    n: number,
    s: state,
    p: { ...proposal, ...params },
    ...(value === null ? {} : { v: plainNumber(value) }),
    ...(step === null ? {} : { r: [step, plainNumber(trial.intermediateValues.get(step)!)] }),
    ...(duration === null ? {} : { t: duration / 1000 }),
    ...(trial.userAttributes.diverged === true ? { d: true } : {}),
    ...(errors.length === 0 ? {} : { e: errors.at(-1)! }),
  };
}

/** What does not change of the study. */
export function studyHead(study: Study): StudyHead {
  const { name, direction, definition } = study;
  return { name, direction, space: searchedSpace(study), isGrid: definition.grid !== null };
}

/** What the page may change, as it is. */
export function studyStatus(attributes: StudyAttributes): StudyStatus {
  return { paused: isPaused(attributes), note: noteOf(attributes) };
}

/** The study as the list has it; the tally is that of the study. */
export function studyEntry(
  file: string,
  storage: Storage,
  { name, direction }: StudyDefinition,
  tally: Tally,
): StudyEntry {
  tally.look(storage.getTrials(name));
  const { counts, best } = tally;
  return {
    file,
    name,
    direction,
    counts,
    best: best ? { number: best.number, value: plainNumber(best.value!) } : null,
    paused: isPaused(storage.getStudyAttributes(name)),
  };
}

/** A number as JSON has it. */
export function plainNumber(value: number): PlainNumber {
  return Number.isFinite(value) ? value : String(value) as PlainNumber;
}
