/**
 * Parts of the grid as studies, timed.
 */

import * as assignment from "two-layer-net/assignment";
import {
  createNetStudy,
  type EngineName,
  netGrid,
  netPool,
  type NetSearch,
  netSpace,
} from "two-layer-net/search";
import { PRESETS, type TrainingData } from "two-layer-net/training";
import { type FrozenTrial, GridSampler, SqliteStorage } from "two-layer-net/tuning";

/** A part of the grid: all its regs at one hidden size and learning rate, on their own states. */
export interface Part {
  readonly hiddenSize: number;
  readonly learningRate: number;
  readonly regs: readonly number[];
  readonly numIters: number;
}

/** The part with the random states that its nets had in the original. */
export function partSearch(data: TrainingData, part: Part): NetSearch {
  const { hiddenSize, learningRate, regs, numIters } = part;
  const isIn = (point: assignment.GridPoint) =>
    point.hiddenSize === hiddenSize && point.learningRate === learningRate &&
    regs.includes(point.reg);
  const states = assignment.replayGrid().filter(isIn).map(({ rng }) => rng.getState()).toArray();
  const base = { ...PRESETS.assignment, hiddenSize, learningRate, numIters };
  return { data, base, space: netSpace({ reg: regs }), states };
}

/** A finished study's trials, and the seconds from the workers' start to the last trial's end. */
export interface TimedStudy {
  readonly trials: readonly FrozenTrial[];
  readonly seconds: number;
}

/** Runs a grid over the search in an SQLite database of its own, as the command does. */
export async function timeGrid(
  search: NetSearch,
  options: { backend: EngineName; size: number },
): Promise<TimedStudy> {
  const dir = await Deno.makeTempDir();
  try {
    using storage = new SqliteStorage(`${dir}/studies.db`);
    const sampler = new GridSampler(netGrid(search.space));
    const study = createNetStudy(search, { storage, sampler });
    const start = performance.now();
    using pool = netPool(search, options);
    await study.optimize(pool);
    const seconds = (performance.now() - start) / 1000;
    return { trials: study.trials, seconds };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
