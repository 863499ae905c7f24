/** Studies for tests of the page, and a server for them. */

import { type Dashboard, serveDashboard } from "../../lib/dashboard/server.ts";
import { SourceFinder } from "../../lib/dashboard/sources.ts";
import type { QueueProvider } from "../../lib/dashboard/queue.ts";
import {
  categoricalDistribution,
  createStudy,
  floatDistribution,
  RandomSampler,
  type Storage,
  type Study,
  TrialPruned,
} from "two-layer-net/tuning";

export const SPACE = {
  x: floatDistribution(0, 1),
  rule: categoricalDistribution(["sgd", "adam"]),
};

/** A study over {@linkcode SPACE}. */
export function newStudy(storage: Storage, name = "study"): Study {
  const sampler = new RandomSampler({ seed: 1 });
  return createStudy({ name, storage, sampler, direction: "maximize", searchSpace: SPACE });
}

/** Runs trials: the value is x, trials 5, 11, … are pruned, trials 7, 14, … fail. */
export async function run(study: Study, numTrials: number): Promise<void> {
  await study.optimize((trial) => {
    const x = trial.suggest("x", SPACE.x) as number;
    trial.suggest("rule", SPACE.rule);
    trial.report(x / 2, 0);
    if (trial.number % 6 === 5) throw new TrialPruned();
    if (trial.number > 0 && trial.number % 7 === 0) throw new Error("no luck");
    trial.report(x, 1);
    return x;
  }, { numTrials });
}

/** Serves the studies of files and folders while `action` runs. */
export async function withPage(
  paths: readonly string[],
  action: (page: Dashboard) => Promise<void>,
  queue?: QueueProvider,
): Promise<void> {
  using finder = new SourceFinder(paths);
  await using page = await serveDashboard({ sources: () => finder.list(), port: 0, queue });
  await action(page);
}
