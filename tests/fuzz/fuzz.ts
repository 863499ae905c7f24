/**
 * Calls with hostile arguments, and what must come of them: a result, or an error of ours that names
 * the argument; and the right result of the next good call.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Arguments, Call } from "./call.ts";
import { HOSTILE, isAllowed, type Place, places, replaced } from "./hostile.ts";

/** What our errors begin with; an engine's never does. */
const OURS =
  /^(Expected |Unknown option |Cannot write |Cannot import |Cannot start |No study |No trial |Study |Step |Trial |Parameter |The study|All |thrown by the caller|\w+ is not right yet)/;

/** Pairs of places a call. */
const PAIRS = 20;

/** Throws with the list of all calls that did something else. */
export async function fuzz(name: string, call: Call): Promise<void> {
  const { log } = console;
  console.log = () => {};
  try {
    await fuzzQuietly(name, call);
  } finally {
    console.log = log;
  }
}

async function fuzzQuietly(name: string, call: Call): Promise<void> {
  const before = await shown(call, call.args());
  const failures: string[] = [];
  for (const place of places(call.args())) {
    for (const [label, value] of Object.entries(HOSTILE)) {
      if (!isAllowed(call, place, value)) continue;
      const failure = await verdict(call, place, value);
      if (failure) failures.push(`${name} with ${place.join(".")} = ${label}: ${failure}`);
    }
  }
  for (const place of optionPlaces(call.args())) {
    const failure = await verdictOnSpelling(call, place);
    if (failure) failures.push(`${name} with ${place.join(".")} in snake case: ${failure}`);
  }
  failures.push(...await inPairs(name, call));
  if (failures.length > 0) throw new Error(`${failures.length} calls:\n${failures.join("\n")}`);
  if (!call.varies) assertEquals(await shown(call, call.args()), before);
}

/** Two places at once, drawn from a fixed seed. */
async function inPairs(name: string, call: Call): Promise<string[]> {
  const all = places(call.args());
  if (all.length < 2) return [];
  const replacement = fc.tuple(fc.constantFrom(...all), fc.constantFrom(...Object.keys(HOSTILE)));
  const failures: string[] = [];
  for (const pair of fc.sample(fc.tuple(replacement, replacement), { seed: 11, numRuns: PAIRS })) {
    if (!pair.every(([place, label]) => isAllowed(call, place, HOSTILE[label]))) continue;
    let args = call.args();
    for (const [place, label] of pair) {
      if (isThere(args, place)) args = replaced(args, place, HOSTILE[label]);
    }
    const error = await errorOf(call, args);
    if (!error || isOurs(error)) continue;
    const text = pair.map(([place, label]) => `${place.join(".")} = ${label}`).join(" and ");
    failures.push(`${name} with ${text}: raw ${error.name}: ${error.message}`);
  }
  return failures;
}

function isThere(value: unknown, [key, ...rest]: Place): boolean {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
  return rest.length === 0 || isThere((value as Arguments)[key], rest);
}

async function verdict(call: Call, place: Place, value: unknown): Promise<string | null> {
  const error = await errorOf(call, replaced(call.args(), place, value));
  if (!error) {
    const isNonsense = typeof value === "symbol" && !isLoose(call, place);
    return isNonsense ? "was taken without a word" : null;
  }
  if (!isOurs(error)) return `raw ${error.name}: ${error.message}`;
  if (typeof value !== "symbol") return null;
  const names = place.map((key) => /^\d+$/.test(key) ? `[${key}]` : key);
  const message = error.message.toLowerCase();
  const isNamed = names.some((key) => message.includes(key.toLowerCase()));
  return isNamed ? null : `not named: ${error.message}`;
}

function isLoose({ loose = [] }: Call, place: Place): boolean {
  return loose.some((name) => place.join(".").startsWith(name));
}

function isOurs(error: Error): boolean {
  if (error.message.includes("thrown by the caller")) return true;
  return OURS.test(error.message) || error instanceof DOMException;
}

/** The keys of options: of plain objects that are called so. */
function optionPlaces(args: Arguments): Place[] {
  return places(args).filter((place) => place.length === 2 && place[0] === "options");
}

async function verdictOnSpelling(call: Call, [argument, key]: Place): Promise<string | null> {
  const args = call.args(), options = { ...args[argument] as Record<string, unknown> };
  const snake = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const wrong = snake === key ? `${key}s` : snake;
  const value = options[key];
  delete options[key];
  const error = await errorOf(call, { ...args, [argument]: { ...options, [wrong]: value } });
  const isUnknown = error?.message.startsWith(`Unknown option ${wrong} of `);
  // A name of one letter is like any other.
  const hint = key.length > 1 ? `Did you mean ${key}?` : "It takes ";
  if (isUnknown && error?.message.includes(hint)) return null;
  return error ? `said: ${error.message}` : "was taken without a word";
}

async function errorOf(call: Call, args: Arguments): Promise<Error | null> {
  try {
    await result(call, args);
    return null;
  } catch (error) {
    return error as Error;
  }
}

async function shown(call: Call, args: Arguments): Promise<string> {
  return Deno.inspect(await result(call, args), { depth: 4, iterableLimit: 20 });
}

async function result(call: Call, args: Arguments): Promise<unknown> {
  const value = await call.run(...Object.values(args) as never[]);
  const isGenerator = typeof value === "object" && value !== null && "next" in value;
  return isGenerator ? await (value as AsyncGenerator).next() : value;
}
