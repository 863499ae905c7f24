/**
 * Which typical mistakes lead to the results that an answer has.
 *
 * @module
 */

import { RandomState } from "../../random/random_state.ts";
import { isEqual } from "./difference.ts";
import { type Plain, toPlain } from "./plain.ts";
import type { Question } from "./question.ts";

/**
 * The words of the mistakes that lead to `found`: of one mistake, else of two that are made at once;
 * none where neither does.
 */
export function likelyMistakes(
  question: Question,
  found: readonly Plain[],
  expected: readonly Plain[],
  seed: number,
): string[] {
  const names = Object.keys(question.mistakes);
  const leadsThere = (mistakes: readonly string[]): boolean => {
    const results = resultsOf(question, mistakes, seed);
    const isNone = results?.every((plain, i) => isEqual(plain, expected[i]));
    return results !== null && !isNone && found.every((plain, i) => isEqual(plain, results[i]));
  };
  const words = (mistakes: readonly string[]) => mistakes.map((name) => question.mistakes[name]);
  const alone = names.filter((name) => leadsThere([name]));
  if (alone.length > 0) return [words(alone).join(" Or: ")];
  return question.pairs ? words(pairsOf(names).find(leadsThere) ?? []) : [];
}

function pairsOf(names: readonly string[]): [string, string][] {
  return names.flatMap((a, i) => names.slice(i + 1).map((b): [string, string] => [a, b]));
}

/** Results by question and by seed and mistakes: a class makes the same ones again and again. */
const known = new WeakMap<Question, Map<string, Plain[] | null>>();

/** What comes of the mistakes; null where they do not go together. */
function resultsOf(question: Question, mistakes: readonly string[], seed: number): Plain[] | null {
  const results = known.get(question) ?? new Map<string, Plain[] | null>();
  known.set(question, results);
  const key = [seed, ...mistakes].join();
  if (!results.has(key)) results.set(key, computed(question, mistakes, seed));
  return results.get(key)!;
}

function computed(question: Question, mistakes: readonly string[], seed: number): Plain[] | null {
  const cases = question.cases(new RandomState(seed));
  try {
    return cases.map((args) => toPlain(question.solve((name) => mistakes.includes(name), args)));
  } catch {
    return null;
  }
}
