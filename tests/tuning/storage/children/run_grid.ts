/**
 * Runs the study of the kill tests until it is finished, and prints each trial that is durable:
 * `deno run run_grid.ts FILE POINTS`.
 */

import { createStudy, GridSampler, JournalStorage, SqliteStorage } from "two-layer-net/tuning";

const [path, points] = Deno.args;

using storage = path.endsWith(".log") ? new JournalStorage(path) : new SqliteStorage(path);
const study = createStudy({
  name: "grid",
  storage,
  sampler: new GridSampler({ x: Array.from({ length: Number(points) }, (_, i) => i) }),
  context: "kill test",
  loadIfExists: true,
});
console.log("ready");
await study.optimize(async (trial) => {
  const x = trial.suggestInt("x", 0, Number(points));
  for (let step = 1; step <= 3; step++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    trial.report(x / step, step);
  }
  trial.setUserAttribute("history", [x, x / 2, NaN]);
  return Math.sin(x);
}, { callbacks: [(_, { number }) => console.log(`finished ${number}`)] });
