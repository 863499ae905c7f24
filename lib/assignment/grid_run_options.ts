/**
 * How the options of training nets of the grid are checked.
 *
 * @module
 */

import { anything, type OptionChecks } from "../internal/options.ts";
import { checkBackend } from "../backends/backend.ts";
import type { GridRunOptions } from "./grid_run.ts";

/** How they are checked; what training takes, it checks itself. */
export const GRID_RUN_OPTIONS: OptionChecks<GridRunOptions> = {
  backend: checkBackend,
  numIters: anything,
  callbacks: anything,
  signal: anything,
};
