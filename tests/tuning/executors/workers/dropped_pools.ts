/** Runs a trial in each of 10 pools, keeps none, and prints by how many threads the process has grown. */

import { createStudy, RandomSampler, WorkerPool } from "two-layer-net/tuning";

const collect = (globalThis as unknown as { gc(): void }).gc;
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
const threads = () => [...Deno.readDirSync("/proc/self/task")].length;

async function usePool(): Promise<void> {
  const module = new URL("./objective.ts", import.meta.url);
  const data = { flags: new Int32Array(new SharedArrayBuffer(8)) };
  const study = createStudy({ sampler: new RandomSampler() });
  study.enqueueTrial({ mode: "value", x: 0.5 });
  await study.optimize(new WorkerPool({ module, size: 1, data }), { totalTrials: 1 });
}

const before = threads();
for (let i = 0; i < 10; i++) await usePool();
for (let i = 0; i < 100 && threads() > before + 2; i++) {
  collect();
  await pause();
}
console.log(threads() - before);
Deno.exit();
