/**
 * Numbers on the command line.
 *
 * @module
 */

import { InvalidArgumentError } from "commander";
import { checkInteger, checkNumber } from "../../internal/checks.ts";

/** A reader of finite numbers in a range. */
export function number(min = -Infinity, max = Infinity): (text: string) => number {
  return (text) => read(text, (value) => checkNumber("it", value, min, max));
}

/** A reader of integers in a range. */
export function integer(min: number, max = Infinity): (text: string) => number {
  return (text) => read(text, (value) => checkInteger("it", value, min, max));
}

function read(text: string, check: (value: number) => void): number {
  const value = text.trim() === "" ? NaN : Number(text);
  try {
    check(value);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message.replace(/ but found .*/, "."));
  }
  return value;
}
