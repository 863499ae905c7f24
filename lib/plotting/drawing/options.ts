/**
 * Checks that every chart does on its data and options before any work starts.
 *
 * @module
 */

import {
  type Check,
  checkArray,
  checkBoolean,
  checkChoice,
  checkInteger,
  checkList,
  checkNumber,
  checkString,
  checkType,
  expectation,
} from "../../internal/checks.ts";
import { checkOptions, type OptionChecks } from "../../internal/options.ts";

/** Options that every chart has. */
export interface FrameOptions {
  /** Title above the chart; `""` for none. */
  readonly title?: string;
  /** Line under the title; default `""`, none. */
  readonly subtitle?: string;
  /** Whole width in CSS pixels; default 600. */
  readonly width?: number;
  /** Whole height in CSS pixels. */
  readonly height?: number;
}

/** The defaults of charts that bring no title of their own. */
export const UNTITLED = { title: "", subtitle: "" } as const;

/** How an axis places numbers. */
export type ScaleType = "linear" | "log";

/** Numbers in any list: a plain array or a typed one. */
export type NumberList = ArrayLike<number>;

/** The defaults with the caller's options over them; an option that has no default is unknown. */
export function resolveOptions<D extends FrameOptions>(
  chart: string,
  defaults: D,
  options: Partial<D>,
): D {
  checkOptions<Partial<D>>(chart, options, checksOf(defaults));
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const resolved: D = { ...defaults, ...Object.fromEntries(given) };
  const { width, height } = resolved;
  if (width !== undefined) checkInteger("width", width, 100, 4000);
  if (height !== undefined) checkInteger("height", height, 60, 4000);
  return resolved;
}

/** A check of each option: of the kind of its default. */
export function checksOf<D extends object>(defaults: D): OptionChecks<Partial<D>> {
  const checks = Object.entries(defaults).map(([name, value]) => [
    name,
    /format$/i.test(name) ? checkFormat : checkLike(value),
  ]);
  return Object.fromEntries(checks);
}

function checkLike(value: unknown): Check {
  if (Array.isArray(value)) return (name, list) => checkArray(name, list, checkString);
  if (value === null) return checkNumberOrNull;
  return typeof value === "number"
    ? checkNumber
    : typeof value === "boolean"
    ? checkBoolean
    : checkString;
}

/** d3-format's specifiers with the types that it knows; others it would draw as something else. */
const D3_FORMAT = /^(?:.?[<>=^])?[+\-( ]?[$#]?0?\d*,?(?:\.\d+)?~?[bcdefgnoprsXx%]?$/;

function checkFormat(name: string, format: unknown): void {
  checkString(name, format);
  if (D3_FORMAT.test(format)) return;
  const expected = 'a d3-format specifier such as ".2f", ".0%" or ".3~g"';
  throw new RangeError(expectation(name, expected, format));
}

function checkNumberOrNull(name: string, value: unknown): void {
  if (value !== null) checkNumber(name, value);
}

/** Throws unless `scale` names a scale. */
export function checkScale(name: string, scale: string): asserts scale is ScaleType {
  checkChoice<ScaleType>(name, scale, ["linear", "log"]);
}

/** Throws unless `values` is a list with at least one element. */
export function checkNotEmpty(name: string, values: unknown): asserts values is ArrayLike<unknown> {
  const isList = typeof values === "object" && values !== null && "length" in values;
  if (isList && (values.length as number) > 0) return checkList(name, values);
  throw new TypeError(expectation(name, "a list with at least one element", values));
}

/** Throws unless the texts differ from each other; `name` says where one of them stands. */
export function checkDistinct(texts: readonly string[], name: (index: number) => string): void {
  const repeated = texts.findIndex((text, i) => texts.indexOf(text) < i);
  if (repeated < 0) return;
  throw new RangeError(expectation(name(repeated), "used once", texts[repeated]));
}

/** Throws unless `values` is a list of numbers, finite or not. */
export function checkNumbers(name: string, values: unknown): asserts values is NumberList {
  checkList(name, values);
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] !== "number") checkType(`${name}[${i}]`, values[i], "a number", false);
  }
}

/** Throws unless `values` has `length` elements. */
export function checkLength(
  name: string,
  values: ArrayLike<unknown>,
  length: number,
  like: string,
): void {
  checkList(name, values);
  if (values.length === length) return;
  throw new RangeError(expectation(`length of ${name}`, `${length}, as ${like}`, values.length));
}

/** Throws unless every value is a finite number. */
export function checkAllFinite(name: string, values: NumberList): void {
  checkList(name, values);
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new RangeError(expectation(`${name}[${i}]`, "a finite number", values[i]));
  }
}
