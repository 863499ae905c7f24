/**
 * How much each parameter matters for being among the best trials.
 *
 * @module
 */

import { checkOptions, number } from "../internal/options.ts";
import { type Distribution, isSingle, rangeScale, toNumber } from "./distributions.ts";
import { normalMass } from "./samplers/normal.ts";
import { checkStudy, type Study } from "./study.ts";
import type { FrozenTrial } from "./trial.ts";

/** What {@linkcode paramImportances} takes beside the study. */
export interface ImportanceOptions {
  /** The share of the trials that counts as the best, between 0 and 1. Default: 0.1. */
  targetQuantile?: number;
}

/** Cells of a numeric parameter's range, at most. */
const MAX_CELLS = 50;

/** Keeps divisions by almost empty cells finite. */
const LEAST_PROBABILITY = 1e-12;

/**
 * The importance of each parameter, the greatest first; they sum to 1, or all are 0 where nothing
 * can be told apart. A parameter matters if its values among the best trials are distributed unlike
 * those among all trials (the Pearson divergence of the two densities, PED-ANOVA).
 *
 * Unlike fANOVA it needs no forest of regression trees, and it asks what makes trials good rather
 * than what makes them vary. At least 5 trials among the best make it trustworthy.
 *
 * Source: Watanabe et al., "PED-ANOVA", IJCAI 2023; the figures are those of Optuna's
 * PedAnovaImportanceEvaluator.
 *
 * @throws {RangeError} If `targetQuantile` is not between 0 and 1.
 *
 * @example
 * ```ts
 * import { createStudy, paramImportances, RandomSampler } from "two-layer-net/tuning";
 * import { assert } from "@std/assert";
 *
 * const study = createStudy({ sampler: new RandomSampler() });
 * await study.optimize((trial) => {
 *   const x = trial.suggestFloat("x", -1, 1);
 *   const y = trial.suggestFloat("y", -1, 1);
 *   return 10 * x ** 2 + 0.1 * y;
 * }, { numTrials: 100 });
 * const { x, y } = paramImportances(study);
 * assert(x > 2 * y);
 * ```
 */
export function paramImportances(
  study: Study,
  options: ImportanceOptions = {},
): Record<string, number> {
  checkStudy("study", study);
  checkOptions("paramImportances", options, { targetQuantile: number(0, 1) });
  const { targetQuantile = 0.1 } = options;
  const ranking = study.ranking.filter(({ value }) => Number.isFinite(value));
  const cutoff = ranking[Math.max(Math.ceil(targetQuantile * ranking.length), 1) - 1]?.value;
  const best = ranking.filter(({ value }) =>
    study.direction === "minimize" ? value! <= cutoff! : value! >= cutoff!
  );
  const importances = [...study.distributions].map(([name, distribution]) =>
    [name, importance(name, distribution, best, ranking)] as const
  );
  const sum = importances.reduce((total, [, value]) => total + value, 0);
  return Object.fromEntries(
    importances.sort(([, a], [, b]) => b - a)
      .map(([name, value]) => [name, sum > 0 ? value / sum : 0]),
  );
}

function importance(
  name: string,
  distribution: Distribution,
  best: readonly FrozenTrial[],
  all: readonly FrozenTrial[],
): number {
  const has = ({ params }: FrozenTrial) => Object.hasOwn(params, name);
  const [bestWith, allWith] = [best.filter(has), all.filter(has)];
  if (isSingle(distribution) || bestWith.length === 0) return 0;
  const top = density(distribution, cellCounts(name, distribution, bestWith));
  const base = density(distribution, cellCounts(name, distribution, allWith));
  const divergence = base.reduce((sum, p, i) => sum + p * (top[i] / p - 1) ** 2, 0);
  // Of a conditional parameter, what is left of the best and of all trials weighs in.
  return divergence * (bestWith.length / best.length) ** 2 / (allWith.length / all.length);
}

/** How many trials fall into each cell of the parameter's range. */
function cellCounts(
  name: string,
  distribution: Distribution,
  trials: readonly FrozenTrial[],
): Float64Array {
  const counts = new Float64Array(cellsOf(distribution));
  for (const { params } of trials) counts[cellOf(distribution, params[name] as number)]++;
  return counts;
}

function cellsOf(distribution: Distribution): number {
  if (distribution.type === "categorical") return distribution.choices.length;
  const { type, low, high, log, step } = distribution;
  if (type === "int" && log) {
    return Math.min(Math.ceil(Math.log(high - low + 1) / Math.log(2)) + 1, MAX_CELLS);
  }
  return step === null ? MAX_CELLS : Math.min(Math.round((high - low) / step) + 1, MAX_CELLS);
}

function cellOf(distribution: Distribution, value: number): number {
  if (distribution.type === "categorical") return toNumber(distribution, value);
  const factor = rangeScale(distribution);
  const scale = distribution.log ? Math.log : (x: number) => x * factor;
  const [low, high] = [scale(distribution.low), scale(distribution.high)];
  const last = cellsOf(distribution) - 1;
  const cell = Math.ceil((scale(value) - low) / ((high - low) / last) - 0.5);
  return Math.min(Math.max(cell, 0), last);
}

/** The counts as a smooth density: a kernel a cell that is not empty, and one for the prior. */
function density(distribution: Distribution, counts: Float64Array): Float64Array {
  const cells = Array.from(counts.keys()).filter((cell) => counts[cell] > 0);
  const kernel = distribution.type === "categorical"
    ? categoricalKernel(counts.length, cells.length)
    : normalKernel(counts, cells);
  const total = counts.reduce((sum, count) => sum + count, 0) + 1;
  return counts.map((_, x) => {
    const observed = cells.reduce((sum, cell) => sum + counts[cell] * kernel(x, cell), 0);
    return (observed + kernel(x, null)) / total + LEAST_PROBABILITY;
  });
}

/** The probability of cell `x` under the kernel of a cell, or of the prior, which has none. */
type Kernel = (x: number, cell: number | null) => number;

function categoricalKernel(choices: number, observed: number): Kernel {
  const base = 1 / (observed + 1);
  return (x, cell) =>
    cell === null ? 1 / choices : (base + Number(x === cell)) / (base * choices + 1);
}

function normalKernel(counts: Float64Array, cells: readonly number[]): Kernel {
  const size = counts.length;
  const scott = scottDeviation(counts, cells);
  return (x, cell) => {
    const mean = cell ?? (size - 1) / 2;
    const deviation = cell === null ? size : scott;
    const mass = (low: number, high: number) =>
      normalMass((low - mean) / deviation, (high - mean) / deviation);
    return mass(x - 0.5, x + 0.5) / mass(-0.5, size - 0.5);
  };
}

/**
 * Scott's rule for the width of the kernels, in cells.
 *
 * Source: Scott, "Multivariate Density Estimation", 1992.
 */
function scottDeviation(counts: Float64Array, cells: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const moment = (f: (cell: number) => number) =>
    cells.reduce((sum, cell) => sum + counts[cell] * f(cell), 0);
  const mean = moment((cell) => cell) / total;
  const deviation = Math.sqrt(moment((cell) => (cell - mean) ** 2) / Math.max(1, total - 1));
  let reached = 0;
  const cumulative = cells.map((cell) => reached += counts[cell]);
  const lower = cumulative.findIndex((sum) => sum >= Math.floor(total / 4));
  const upper = cumulative.findIndex((sum) => sum > Math.floor(total * 3 / 4));
  const quartiles = cells.at(upper)! - cells[lower];
  // 90 % of the narrowest kernel lies within its own cell.
  return Math.max(1.059 * Math.min(quartiles / 1.34, deviation) * total ** -0.2, 0.5 / 1.64);
}
