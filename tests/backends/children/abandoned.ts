/** Makes 60 backends, keeps none, and prints by how many threads the process has grown. */

import { type Backend, createBackend, Matrix } from "two-layer-net";

const collect = (globalThis as unknown as { gc(): void }).gc;
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
const threads = () => [...Deno.readDirSync("/proc/self/task")].length;

async function useOne(): Promise<void> {
  const backend = await createBackend(Deno.args[0] as Backend["name"], { threads: 2 });
  backend.matmul(Matrix.zeros(80, 80), Matrix.zeros(80, 80), backend.zeros(80, 80));
}

await useOne();
const before = threads();
for (let i = 0; i < 60; i++) await useOne();
for (let i = 0; i < 100 && threads() > before + 2; i++) {
  collect();
  await pause();
}
console.log(threads() - before);
