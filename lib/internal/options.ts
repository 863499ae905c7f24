/**
 * Options that are refused by name: cells of a notebook are not type-checked, and an option that is
 * misspelt or given positionally would be ignored without a word.
 *
 * @module
 */

import { type Check, checkChoice, checkInteger, checkNumber, checkType, quote } from "./checks.ts";

declare const REQUIRED: unique symbol;

/** The check of an option that must be there. */
export type RequiredCheck = Check & { readonly [REQUIRED]: true };

/** A check of each option: complete, as the compiler sees to. Required options have {@linkcode required} ones. */
export type OptionChecks<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Check : RequiredCheck;
};

const requiredChecks = new WeakSet<Check>();

/** The same check, of an option that may not be left out. */
export function required(check: Check): RequiredCheck {
  const own: Check = (name, value) => check(name, value);
  requiredChecks.add(own);
  return own as RequiredCheck;
}

/**
 * Throws unless `options` is an object, its keys are known, and each value passes its check. An
 * option that is undefined counts as left out.
 *
 * @param owner What takes the options, as messages name it.
 */
export function checkOptions<T extends object>(
  owner: string,
  options: T,
  checks: OptionChecks<NoInfer<T>>,
  prefix = "",
): void {
  checkIsOptions(owner, options, checks);
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(checks, name)) throw unknownOption(name, owner, Object.keys(checks));
  }
  for (const [name, check] of Object.entries<Check>(checks)) {
    const value = options[name as keyof T];
    if (value !== undefined || requiredChecks.has(check)) check(prefix + name, value);
  }
}

function checkIsOptions(owner: string, options: unknown, checks: object): void {
  const isPlain = Object.prototype.toString.call(options) === "[object Object]";
  const example = `an object such as { ${Object.keys(checks)[0]}: … },`;
  checkType(`the options of ${owner}`, options, example, isPlain);
}

function unknownOption(name: string, owner: string, known: readonly string[]): TypeError {
  const close = likely(name, known);
  const hint = close ? `Did you mean ${close}?` : `It takes ${known.join(", ")}`;
  return new TypeError(`Unknown option ${printable(name)} of ${owner}. ${hint}`);
}

/** An identifier as it is, anything else in quotes. */
function printable(name: string): string {
  return /^[\w$]{1,60}$/.test(name) ? name : quote(name);
}

/** Of the known names the one that was probably meant: other spelling, or few letters away. */
export function likely(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.replaceAll(/[^a-z0-9]/gi, "").toLowerCase();
  const wanted = plain(name).slice(0, 60);
  const ranked = known.map((other) => ({ other, away: editDistance(wanted, plain(other)) }))
    .sort((a, b) => a.away - b.away);
  const most = Math.floor(0.4 * wanted.length);
  return ranked.length > 0 && ranked[0].away <= most ? ranked[0].other : undefined;
}

/** Letters to insert, delete or change (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}

/** An integer in [`min`, `max`]. */
export function integer(min: number, max?: number): Check {
  return (name, value) => checkInteger(name, value, min, max);
}

/** A finite number in [`min`, `max`]. */
export function number(min?: number, max?: number): Check {
  return (name, value) => checkNumber(name, value, min, max);
}

/** One of the strings. */
export function choice(choices: readonly string[]): Check {
  return (name, value) => checkChoice(name, value, choices);
}

/** Options within options, such as `dropout: { hidden }`. */
export function group<T extends object>(checks: OptionChecks<T>): Check {
  return (name, value) => checkOptions(name, value as T, checks, `${name}.`);
}

/** Whatever comes. */
export const anything: Check = () => {};
