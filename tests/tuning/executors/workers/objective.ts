/** The objective of the worker pool's tests: each mode is one way to end a trial. */

import { serveTrials, type Trial, TrialPruned } from "two-layer-net/tuning";

const MODES = [
  "value",
  "attributes",
  "prune",
  "throw",
  "uncaught",
  "close",
  "exit",
  "hang",
  "spin",
  "write",
  "fetch",
  "badStep",
] as const;

/** How a trial ends. */
export type Mode = typeof MODES[number];

/** Shared with the pool: whether a trial that spins may end, and how many trials have begun. */
export interface Data {
  flags: Int32Array;
}

serveTrials(async (trial, { flags }: Data) => {
  Atomics.add(flags, 1, 1);
  const x = trial.suggestFloat("x", 0, 1);
  return await MODE_ACTIONS[trial.suggestCategorical("mode", MODES)](trial, x, flags);
});

type Action = (trial: Trial, x: number, flags: Int32Array) => number | Promise<number>;

const never = () => new Promise<number>(() => {});

const MODE_ACTIONS: Record<Mode, Action> = {
  value: (_, x) => 2 * x,
  attributes: (trial, x) => {
    trial.setUserAttribute("history", Float64Array.of(1, NaN));
    trial.saveArtifact("weights.bin", new TextEncoder().encode(`x = ${x}`));
    return x;
  },
  prune: (trial, x) => {
    for (let step = 1; step <= 3; step++) {
      trial.report(x + step, step);
      if (trial.shouldPrune()) throw new TrialPruned();
    }
    return x;
  },
  throw: () => {
    throw new TypeError("the objective threw");
  },
  uncaught: () => {
    setTimeout(() => {
      throw new Error("out of the blue");
    });
    return never();
  },
  close: () => {
    self.close();
    return never();
  },
  exit: () => Deno.exit(3),
  hang: never,
  spin: (_, x, flags) => {
    while (Atomics.load(flags, 0) === 0);
    return x;
  },
  write: async (_, x) => {
    await Deno.writeTextFile("written-by-a-worker", "");
    return x;
  },
  fetch: async (_, x) => {
    await fetch("http://127.0.0.1:8099");
    return x;
  },
  badStep: (trial, x) => {
    trial.report(x, -1);
    return x;
  },
};
