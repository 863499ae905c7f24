/**
 * The log of a run as `deno task train` prints it.
 *
 * @module
 */

import { fixed } from "../internal/printf.ts";

/** Steps between two lines, as the Solver has them. */
const INTERVAL = 100;

/** The lines of the steps done. */
export function runLog(losses: readonly number[], numIters: number): string {
  const lines: string[] = [];
  for (let step = 0; step < losses.length; step += INTERVAL) {
    lines.push(`iteration ${step} / ${numIters}: loss ${fixed(losses[step])}`);
  }
  return lines.join("\n");
}
