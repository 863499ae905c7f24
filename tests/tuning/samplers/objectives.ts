/** Standard functions to minimise, the same as in the command that made Optuna's figures. */

import type { Objective } from "two-layer-net/tuning";

// Hartmann 6: Surjanovic and Bingham, Virtual Library of Simulation Experiments.
const A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const P = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];
const C = [1, 1.2, 3, 3.2];

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** Functions to minimise, by name. */
export const OBJECTIVES = {
  sphere: (trial) => sum([0, 1, 2, 3, 4].map((i) => trial.suggestFloat(`x${i}`, -5, 5) ** 2)),
  branin: (trial) => {
    const x = trial.suggestFloat("x", -5, 10);
    const y = trial.suggestFloat("y", 0, 15);
    return (y - 5.1 / (4 * Math.PI ** 2) * x ** 2 + 5 / Math.PI * x - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  },
  hartmann6: (trial) => {
    const x = [0, 1, 2, 3, 4, 5].map((i) => trial.suggestFloat(`x${i}`, 0, 1));
    const distance = (k: number) => sum(x.map((value, i) => A[k][i] * (value - P[k][i]) ** 2));
    return -sum(C.map((c, k) => c * Math.exp(-distance(k))));
  },
  mixed: (trial) => {
    const lr = trial.suggestFloat("lr", 1e-6, 1, { log: true });
    const reg = trial.suggestFloat("reg", 1e-6, 1, { log: true });
    const units = trial.suggestInt("units", 8, 512, { log: true });
    const depth = trial.suggestInt("depth", 1, 9, { step: 2 });
    const dropout = trial.suggestFloat("dropout", 0, 0.8, { step: 0.1 });
    const activation = trial.suggestCategorical("activation", ["tanh", "relu", "sigmoid"]);
    return (Math.log10(lr) + 2.5) ** 2 + 0.3 * (Math.log10(reg) + 4) ** 2 +
      (Math.log2(units) - 6.5) ** 2 / 4 + (depth - 5) ** 2 / 16 + 4 * (dropout - 0.3) ** 2 +
      { tanh: 0.5, relu: 0, sigmoid: 1.5 }[activation];
  },
} as const satisfies Record<string, Objective>;
