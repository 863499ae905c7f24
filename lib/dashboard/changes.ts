/**
 * What the page may change of a study: pause it, queue a trial, write its note.
 *
 * @module
 */

import { expectation, quote } from "../internal/checks.ts";
import { likely } from "../internal/options.ts";
import {
  contains,
  type Distribution,
  type ParamValue,
  type TrialParams,
} from "../tuning/distributions.ts";
import { searchedSpace } from "../tuning/searched_space.ts";
import type { Study } from "../tuning/study.ts";
import { noteOf } from "../tuning/study_attributes.ts";
import { Refusal } from "./access.ts";

/** A note of more characters than this is no note. */
const MAX_NOTE = 50_000;

/** What the page asks for, checked; returns what to tell the reader. */
export type Change = (study: Study, wanted: Readonly<Record<string, unknown>>) => string;

/** By their names in the URL. */
export const CHANGES: Readonly<Record<string, Change>> = { pause, enqueue, note };

function pause(study: Study, { paused }: Readonly<Record<string, unknown>>): string {
  if (typeof paused !== "boolean") throw refusal("paused", "true or false", paused);
  study.paused = paused;
  return paused
    ? "Stopped: trials that run finish, and no other starts."
    : "Trials start again, where a process runs the study.";
}

function enqueue(study: Study, { params }: Readonly<Record<string, unknown>>): string {
  if (typeof params !== "object" || params === null || Array.isArray(params)) {
    throw refusal("params", "an object", params);
  }
  if (study.definition.grid !== null) {
    throw new Refusal(400, `Study ${study.name} runs a grid, whose trials are fixed.`);
  }
  const space = searchedSpace(study);
  for (const [name, value] of Object.entries(params)) checkParam(name, value, space);
  const number = study.enqueueTrial(params as TrialParams);
  return `Trial ${number} waits: it is the next to start after those that wait already.`;
}

function note(study: Study, { body, version }: Readonly<Record<string, unknown>>): string {
  if (typeof body !== "string" || body.length > MAX_NOTE) {
    throw refusal("the note", `a text of ${MAX_NOTE} characters at most`, body);
  }
  if (noteOf(study.attributes).version !== version) {
    throw new Refusal(409, "The note was changed elsewhere meanwhile: look at it, and save again.");
  }
  study.note = body;
  return "The note is saved.";
}

function checkParam(
  name: string,
  value: unknown,
  space: Readonly<Record<string, Distribution>>,
): void {
  if (!Object.hasOwn(space, name)) {
    const near = likely(name, Object.keys(space));
    const hint = near ? ` Did you mean ${near}?` : "";
    throw new Refusal(400, `The study has no parameter ${quote(name)}.${hint}`);
  }
  const range = space[name];
  if (contains(range, value as ParamValue)) return;
  throw refusal(name, describe(range), value);
}

/** A distribution in words: `a number from 0.001 to 1`. */
function describe(range: Distribution): string {
  if (range.type === "categorical") return `one of ${quote(range.choices)}`;
  const { type, low, high, step } = range;
  const kind = type === "int" ? "an integer" : "a number";
  const steps = step === null || (type === "int" && step === 1) ? "" : ` in steps of ${step}`;
  return `${kind} from ${low} to ${high}${steps}`;
}

function refusal(name: string, expected: string, found: unknown): Refusal {
  return new Refusal(400, `${expectation(name, expected, found)}.`);
}
