/**
 * Whether answers are right, and if not, what is likely wrong with them.
 *
 * @module
 */

import { RandomState } from "../../random/random_state.ts";
import { type Difference, difference, RETURNED } from "./difference.ts";
import { likelyMistakes } from "./likely_mistakes.ts";
import { callWith, type Outcome } from "./outcome.ts";
import { type Plain, toPlain } from "./plain.ts";
import type { Question } from "./question.ts";
import { type QuestionName, QUESTIONS } from "./questions.ts";

/** What is said of an answer. */
export interface Verdict {
  /** "unwritten" if the blank is as it was. */
  readonly status: "right" | "wrong" | "unwritten";
  /** In words, a line or several. */
  readonly words: string;
}

/** What blanks throw, after their name. */
export const UNWRITTEN = "is not written yet";

/** Calls a function with the inputs of a question. */
export function answerCases(
  name: QuestionName,
  f: (...args: unknown[]) => unknown,
  seed: number,
): Outcome[] {
  const question = QUESTIONS[name];
  return question.cases(new RandomState(seed)).map((args) => callWith(f, question.args, args));
}

/**
 * Judges what a function did with the inputs of a question.
 *
 * @param seed The one that {@linkcode answerCases} had.
 */
export function judge(name: QuestionName, outcomes: readonly Outcome[], seed: number): Verdict {
  const question = QUESTIONS[name];
  const words = firstFault(name, question, outcomes, seed);
  if (words === null) return { status: "right", words: `${name} is right` };
  const unwritten = words === `${name} ${UNWRITTEN}`;
  return { status: unwritten ? "unwritten" : "wrong", words };
}

function firstFault(
  name: QuestionName,
  question: Question,
  outcomes: readonly Outcome[],
  seed: number,
): string | null {
  const found: Plain[] = [];
  for (const outcome of outcomes) {
    if ("threw" in outcome) return thrown(name, question, outcome.threw);
    const changed = outcome.changed.find((arg) => !question.mayChange.includes(arg));
    if (changed !== undefined) {
      return `${name} changes ${changed}, its argument: others use that, too. Make a new matrix`;
    }
    found.push(outcome.returned);
  }
  const nothing = found.some((plain) => plain.kind === "other" && plain.text === "undefined");
  if (nothing) return `${name} returns nothing: is there a \`return\`?`;
  const isPromise = found.some((plain) => plain.kind === "other" && /^Promise\b/.test(plain.text));
  if (isPromise) return `${name} returns a promise: take \`async\` away`;
  const expected = solveAll(question, seed);
  const differences = expected.map((plain, i) => difference(RETURNED, found[i], plain));
  const at = differences.findIndex((one) => one !== null);
  if (at < 0) return null;
  const mistakes = likelyMistakes(question, found, expected, seed);
  const only = at > 0 && mistakes.length === 0
    ? ["The first inputs have the right result, others not: is a size or a value written into it?"]
    : [];
  const uses = mistakes.length === 0 ? usesHint(name, question) : [];
  return [`${name} is not right yet.`, ...mistakes, ...only, inWords(differences[at]!), ...uses]
    .join("\n");
}

/** The right results. */
export function solveAll(question: Question, seed: number): Plain[] {
  return question.cases(new RandomState(seed)).map((args) =>
    toPlain(question.solve(() => false, args))
  );
}

function thrown(name: string, question: Question, message: string): string {
  if (message === `${name} ${UNWRITTEN}`) return message;
  const other = question.uses.find((used) => message === `${used} ${UNWRITTEN}`);
  if (other !== undefined) return `${name} needs ${other}, which ${UNWRITTEN}`;
  return `${name} throws an error: ${message}`;
}

function inWords(difference: Difference): string {
  if (difference.kind === "form") return `${capital(difference.words)}.`;
  const { place, found, expected } = difference;
  if (Number.isNaN(found)) return `${capital(place)} is NaN, expected ${digits(expected)}.`;
  const distance = digits(Math.abs(found - expected));
  return `Largest difference: ${distance}, in ${place} (yours ${digits(found)}, expected ` +
    `${digits(expected)}).`;
}

function usesHint(name: string, { uses }: Question): string[] {
  if (uses.length === 0) return [];
  return [`If ${name} calls ${uses.join(", ")}: do their checks pass?`];
}

function digits(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

function capital(text: string): string {
  return text.startsWith("the ") ? `The ${text.slice(4)}` : text;
}
