/**
 * Trains a net on each of so many workers and prints the most memory that the process held, in MB:
 * `deno run memory_child.ts DATA WORKERS BACKEND STEPS`.
 */

import { getCifar10Data } from "two-layer-net";
import { type EngineName, netPool } from "two-layer-net/search";
import { PRESETS } from "two-layer-net/training";
import { createStudy, RandomSampler } from "two-layer-net/tuning";

const [dir, workers, backend, steps] = Deno.args;
const data = await getCifar10Data({ dir });
const size = Number(workers);
const base = { ...PRESETS.assignment, hiddenSize: 120, numIters: Number(steps) };
const search = { data, base, space: {} };
let peak = 0;
const sample = () => peak = Math.max(peak, Deno.memoryUsage().rss);
const timer = setInterval(sample, 20);
using pool = netPool(search, { backend: backend as EngineName, size });
await createStudy({ direction: "maximize", sampler: new RandomSampler() })
  .optimize(pool, { numTrials: size });
sample();
clearInterval(timer);
console.log((peak / 1e6).toFixed(1));
