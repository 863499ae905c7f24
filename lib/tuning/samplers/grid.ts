/**
 * Grid search.
 *
 * @module
 */

import { checkObject, expectation } from "../../internal/checks.ts";
import { checkValues, type ParamValue, type TrialParams } from "../distributions.ts";
import type { Sampler } from "./sampler.ts";

/**
 * Grid search: every combination of the values, each exactly once, in the order of nested loops
 * over the lists (the first list is the outermost loop).
 *
 * A study with this sampler is made of one queued trial per combination, numbered in that order,
 * whoever runs them and however often they are interrupted.
 *
 * @example
 * ```ts
 * import { createStudy, GridSampler } from "two-layer-net/tuning";
 * import { assertEquals } from "@std/assert";
 *
 * const study = createStudy({ sampler: new GridSampler({ hiddenSize: [75, 100], reg: [0, 0.5] }) });
 * await study.optimize((trial) => {
 *   const hiddenSize = trial.suggestInt("hiddenSize", 1, 500);
 *   return trial.suggestFloat("reg", 0, 1) + hiddenSize;
 * });
 * assertEquals(study.trials.map(({ value }) => value), [75, 75.5, 100, 100.5]);
 * ```
 */
export class GridSampler implements Sampler {
  /** The lists, as given. */
  readonly grid: Readonly<Record<string, readonly ParamValue[]>>;

  /**
   * A grid over lists of values by parameter name.
   *
   * @throws {RangeError} If there is no list, or one is empty or names a value twice.
   */
  constructor(grid: Readonly<Record<string, readonly ParamValue[]>>) {
    checkObject("grid", grid);
    if (Object.keys(grid).length === 0) {
      throw new RangeError(expectation("grid", "one or more lists of values", grid));
    }
    for (const [name, values] of Object.entries(grid)) checkValues(name, values);
    this.grid = grid;
  }

  /** Throws: a grid knows no parameters but its own. */
  sample(_study: unknown, _trial: number, name: string): never {
    const names = Object.keys(this.grid).join(", ");
    throw new RangeError(expectation("the parameter's name", `one of the grid's (${names})`, name));
  }
}

/** Every combination of the values, in the order of nested loops over the lists. */
export function gridPoints<T extends TrialParams>(
  grid: { readonly [name in keyof T]: readonly T[name][] },
): T[] {
  return Object.entries<readonly ParamValue[]>(grid).reduce<TrialParams[]>(
    (points, [name, values]) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  ) as T[];
}
