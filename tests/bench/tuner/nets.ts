/**
 * Parts of the grid as studies, timed.
 */

import {
  assignment,
  createNetStudy,
  type EngineName,
  type FrozenTrial,
  GridSampler,
  type NetData,
  type NetExperiment,
  netGrid,
  netPool,
  netSpace,
  SqliteStorage,
} from "two-layer-net";

/** A part of the grid: all its regs at one hidden size and learning rate, on their own states. */
export interface Part {
  readonly hiddenSize: number;
  readonly learningRate: number;
  readonly regs: readonly number[];
  readonly numIters: number;
}

/** The part with the random states that its nets had in the original. */
export function partExperiment(data: NetData, part: Part): NetExperiment {
  const { hiddenSize, learningRate, regs, numIters } = part;
  const isIn = (point: assignment.GridPoint) =>
    point.hiddenSize === hiddenSize && point.learningRate === learningRate &&
    regs.includes(point.reg);
  const states = assignment.replayGrid().filter(isIn).map(({ rng }) => rng.getState()).toArray();
  return { data, space: netSpace({ hiddenSize, learningRate, reg: regs, numIters }), states };
}

/** A finished study's trials, and the seconds from the workers' start to the last trial's end. */
export interface TimedStudy {
  readonly trials: readonly FrozenTrial[];
  readonly seconds: number;
}

/** Runs a grid over the experiment in an SQLite database of its own, as the command does. */
export async function timeGrid(
  experiment: NetExperiment,
  options: { backend: EngineName; size: number },
): Promise<TimedStudy> {
  const dir = await Deno.makeTempDir();
  try {
    using storage = new SqliteStorage(`${dir}/studies.db`);
    const sampler = new GridSampler(netGrid(experiment.space));
    const study = createNetStudy(experiment, { storage, sampler });
    const start = performance.now();
    using pool = netPool(experiment, options);
    await study.optimize(pool);
    const seconds = (performance.now() - start) / 1000;
    return { trials: study.trials, seconds };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
