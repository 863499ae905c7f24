import { assertEquals, assertThrows } from "@std/assert";
import {
  createStudy,
  type Direction,
  HyperbandPruner,
  MedianPruner,
  type Pruner,
  RandomSampler,
  SuccessiveHalvingPruner,
  TrialPruned,
} from "two-layer-net/tuning";
import { lastStepOf } from "../../../lib/tuning/trial.ts";

/** What trial `n` reports at a step; some trials report NaN from step 3 on. */
function report(n: number, step: number): number {
  return n % 9 === 4 && step > 2 ? NaN : curve(n, step);
}

function curve(n: number, step: number): number {
  return Math.sin(7 * n + 1) + Math.cos(3 * n * n + step) / step + 1 / step;
}

/** The step at which each of 30 trials stopped. */
async function lastSteps(pruner: Pruner, direction: Direction, every: number): Promise<number[]> {
  const study = createStudy({ name: "curves", direction, pruner, sampler: new RandomSampler() });
  await study.optimize((trial) => {
    for (let step = every; step <= 27; step += every) {
      trial.report(report(trial.number, step), step);
      if (trial.shouldPrune()) throw new TrialPruned();
    }
    return curve(trial.number, 27);
  }, { numTrials: 30 });
  return study.trials.map((trial) => lastStepOf(trial)!);
}

interface Case {
  name: string;
  pruner: Pruner;
  every: number;
  minimize: number[];
  maximize: number[];
}

// Optuna 5.0.0: a study named "curves" whose objective reports as above, 30 trials;
// [max(t.intermediate_values) for t in study.trials]
// deno-fmt-ignore
const OPTUNA: Case[] = [
  {
    name: "MedianPruner", pruner: new MedianPruner(), every: 1,
    minimize: [27,27,27,27,27,27,27,27,1,1,1,1,1,1,27,27,6,1,1,1,1,1,27,27,1,1,1,1,1,1],
    maximize: [27,27,27,27,27,1,1,1,1,27,27,27,1,1,1,1,1,1,27,1,1,1,1,1,1,1,27,1,1,1],
  },
  {
    name: "MedianPruner after a warm-up",
    pruner: new MedianPruner({ numStartupTrials: 4, numWarmupSteps: 6, intervalSteps: 5 }), every: 1,
    minimize: [27,27,27,27,27,27,27,27,6,6,6,6,27,6,27,27,6,6,6,6,6,27,27,27,27,6,6,6,6,6],
    maximize: [27,27,27,27,6,6,6,6,27,27,27,27,27,6,6,6,6,27,27,27,27,6,6,6,6,6,27,27,27,27],
  },
  {
    name: "MedianPruner between reports",
    pruner: new MedianPruner({ numStartupTrials: 3, numWarmupSteps: 4, intervalSteps: 6 }), every: 3,
    minimize: [27,27,27,27,6,27,27,27,6,6,6,6,27,6,27,27,6,6,6,6,6,27,6,27,27,6,6,6,6,6],
    maximize: [27,27,27,6,6,6,6,6,27,27,27,6,6,6,6,6,6,6,27,27,6,6,6,6,6,6,27,27,27,6],
  },
  {
    name: "SuccessiveHalvingPruner", pruner: new SuccessiveHalvingPruner(), every: 1,
    minimize: [27,4,1,27,1,1,27,4,1,1,1,1,1,1,27,4,1,1,1,1,1,1,1,16,1,1,1,1,1,1],
    maximize: [27,1,4,1,1,1,1,1,1,27,4,4,1,1,1,1,1,1,27,1,1,1,1,1,1,1,4,1,1,1],
  },
  {
    name: "SuccessiveHalvingPruner without its first rung",
    pruner: new SuccessiveHalvingPruner({ minResource: 2, reductionFactor: 3, minEarlyStoppingRate: 1 }),
    every: 1,
    minimize: [27,18,27,27,6,27,27,6,6,6,6,6,18,6,27,18,6,6,6,6,6,18,6,27,18,6,6,6,6,6],
    maximize: [27,6,6,6,6,6,6,6,6,18,27,6,6,6,6,6,6,6,27,18,6,6,6,6,6,6,6,27,6,6],
  },
  {
    name: "SuccessiveHalvingPruner between reports",
    pruner: new SuccessiveHalvingPruner({ minResource: 3, reductionFactor: 2 }), every: 3,
    minimize: [27,3,27,27,3,27,27,27,3,3,3,3,6,3,27,27,6,3,3,3,6,12,3,27,12,3,3,3,3,3],
    maximize: [27,6,3,3,3,3,3,3,6,6,12,6,3,3,3,3,3,6,12,6,3,3,3,3,3,6,6,27,6,6],
  },
  {
    name: "HyperbandPruner", pruner: new HyperbandPruner({ maxResource: 27 }), every: 1,
    minimize: [27,27,27,27,3,1,27,1,1,1,1,1,27,1,27,3,27,1,3,1,1,27,3,9,9,1,1,3,1,1],
    maximize: [27,27,3,1,3,1,1,1,3,3,3,3,3,1,3,1,27,3,27,1,1,27,1,3,3,1,3,9,1,1],
  },
  {
    name: "HyperbandPruner with other resources",
    pruner: new HyperbandPruner({ minResource: 2, maxResource: 20, reductionFactor: 2 }), every: 1,
    minimize: [27,27,27,27,4,27,27,27,4,2,4,2,16,4,4,8,4,2,4,4,8,27,4,27,27,16,8,4,2,16],
    maximize: [27,27,27,27,2,2,4,16,8,27,27,4,16,2,2,4,2,4,27,8,27,16,2,4,16,27,27,27,8,27],
  },
];

for (const { name, pruner, every, minimize, maximize } of OPTUNA) {
  Deno.test(`${name} stops each trial where Optuna's does`, async () => {
    assertEquals(await lastSteps(pruner, "minimize", every), minimize);
    assertEquals(await lastSteps(pruner, "maximize", every), maximize);
  });
}

Deno.test("HyperbandPruner has a bracket for every power, whatever the logarithm's rounding", () => {
  // Math.log(243) / Math.log(3) is 4.999999999999999.
  const pruner = new HyperbandPruner({ maxResource: 243, reductionFactor: 3 });
  const brackets = Array.from({ length: 3000 }, (_, trial) => pruner.bracketOf("study", trial));
  assertEquals(new Set(brackets), new Set([0, 1, 2, 3, 4, 5]));
});

const REFUSED: [string, () => Pruner][] = [
  ["numStartupTrials", () => new MedianPruner({ numStartupTrials: -1 })],
  ["numWarmupSteps", () => new MedianPruner({ numWarmupSteps: 0.5 })],
  ["intervalSteps", () => new MedianPruner({ intervalSteps: 0 })],
  ["minResource", () => new SuccessiveHalvingPruner({ minResource: 0 })],
  ["reductionFactor", () => new SuccessiveHalvingPruner({ reductionFactor: 1 })],
  ["minEarlyStoppingRate", () => new SuccessiveHalvingPruner({ minEarlyStoppingRate: -1 })],
  ["maxResource", () => new HyperbandPruner({ minResource: 9, maxResource: 8 })],
];

for (const [option, make] of REFUSED) {
  Deno.test(`pruners refuse ${option} out of range`, () => {
    assertThrows(make, RangeError, `Expected ${option} to be an integer`);
  });
}
