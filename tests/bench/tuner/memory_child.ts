/**
 * Trains a net on each of so many workers and prints the most memory that the process held, in MB:
 * `deno run memory_child.ts DATA WORKERS BACKEND STEPS`.
 */

import { type EngineName, getCifar10Data } from "two-layer-net";
import { createStudy, netPool, netSpace, RandomSampler } from "two-layer-net";

const [dir, workers, backend, steps] = Deno.args;
const data = await getCifar10Data({ dir });
const size = Number(workers);
const experiment = { data, space: netSpace({ hiddenSize: 120, numIters: Number(steps) }) };
let peak = 0;
const sample = () => peak = Math.max(peak, Deno.memoryUsage().rss);
const timer = setInterval(sample, 20);
using pool = netPool(experiment, { backend: backend as EngineName, size });
await createStudy({ direction: "maximize", sampler: new RandomSampler() })
  .optimize(pool, { numTrials: size });
sample();
clearInterval(timer);
console.log((peak / 1e6).toFixed(1));
