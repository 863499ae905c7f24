/**
 * `deno task bench:wasm [threads]`: each kernel of the wasm backend on the shapes of the
 * assignment's default run, with its share of what one thread (products: all threads) could do at
 * most. Products are measured against 128-bit multiply-adds in registers, the other kernels against
 * a copy in memory; these mostly work in cache, and so may pass 100 %.
 */

import { createBackend } from "two-layer-net";
import { reportKernels } from "./kernel_report.ts";
import { measureLimits } from "./wasm_limits.ts";

const threads = Number(Deno.args[0] ?? navigator.hardwareConcurrency);
for (const dtype of ["float64", "float32"] as const) {
  using backend = await createBackend("wasm", { dtype, threads });
  reportKernels(backend, await measureLimits(dtype), 50);
}
