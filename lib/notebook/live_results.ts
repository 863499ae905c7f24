/**
 * Results that come one by one, in one call: under Stop, with a bar, and drawn as they come.
 *
 * @module
 */

import { checkFunction, checkInteger, checkString, checkType } from "../internal/checks.ts";
import { checkOptions, type OptionChecks } from "../internal/options.ts";
import { LIVE_OPTIONS, liveDisplay, type LiveDisplayOptions } from "./live.ts";
import { progressBar } from "./progress.ts";
import { EARLY, stoppable } from "./stoppable.ts";

/** How results are shown while they come. */
export interface LiveResultsOptions<T> extends LiveDisplayOptions {
  /** What goes on; default "progress". */
  label?: string;
  /** What is counted, in the plural; default "results". */
  unit?: string;
  /** Draws what has come, anything that `display` takes; default nothing. */
  draw?: (results: readonly T[]) => unknown;
  /** How far the results have come, of the total; default their number. */
  done?: (results: readonly T[]) => number;
}

const OPTIONS: OptionChecks<LiveResultsOptions<unknown>> = {
  label: checkString,
  unit: checkString,
  draw: checkFunction,
  done: checkFunction,
  ...LIVE_OPTIONS,
};

/**
 * Collects results one by one, with a progress bar and, if it is told how, a drawing of what has
 * come. Stop ends the work and keeps what is there.
 *
 * @param total Number of results, or whatever else `done` counts.
 * @param source Makes the results; a generator, or a list of what is there already.
 * @param options A label, a unit, and how to draw.
 * @returns The results that came.
 * @throws {TypeError} If `source` returns nothing to go through.
 *
 * @example
 * ```ts
 * import { liveResults, table } from "two-layer-net/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * async function* squares(signal: AbortSignal) {
 *   for (let n = 1; n <= 3 && !signal.aborted; n++) yield await Promise.resolve({ n, n2: n * n });
 * }
 * const results = await liveResults(3, squares, { unit: "squares", draw: table });
 * assertEquals(results.at(-1), { n: 3, n2: 9 });
 * ```
 */
export async function liveResults<T>(
  total: number,
  source: (signal: AbortSignal) => Iterable<T> | AsyncIterable<T>,
  options: LiveResultsOptions<T> = {},
): Promise<T[]> {
  checkInteger("total", total, 1);
  checkFunction("source", source);
  checkOptions("liveResults", options, OPTIONS);
  const { label, unit = "results", draw, done = ({ length }) => length, ...live } = options;
  const results: T[] = [];
  const bar = progressBar(total, { label, unit, ...live });
  const drawing = draw && liveDisplay(`The first of the ${unit} is on its way.`, live);
  try {
    await stoppable(EARLY.results, async (signal, reach) => {
      const made = source(signal);
      checkType("source(signal)", made, "results one by one, as of a generator,", isIterable(made));
      for await (const result of made) {
        reach(results.push(result));
        bar.update(Math.min(done(results), total));
        drawing?.update(() => draw?.(results));
      }
    });
  } catch (error) {
    if (!isStop(error)) throw error;
  } finally {
    await bar.finish();
    await drawing?.finish();
  }
  return results;
}

function isStop(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    (Symbol.asyncIterator in value || Symbol.iterator in value);
}
