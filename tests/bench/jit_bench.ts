/**
 * `deno task bench:jit [threads]`: each kernel of the jit backend on the shapes of the assignment's
 * default run, for each kind of vectors that the machine has, with its share of what one thread
 * (products: all threads) could do at most. The kernels that are no products are the wasm backend's.
 */

import { CodeMemory } from "../../lib/backends/jit/code_memory.ts";
import { createJitBackend } from "../../lib/backends/jit/backend.ts";
import { instructionSets } from "../../lib/backends/jit/cpu.ts";
import { openLibc } from "../../lib/backends/jit/libc.ts";
import { measureJitLimits } from "./jit_limits.ts";
import { reportKernels } from "./kernel_report.ts";

const threads = Number(Deno.args[0] ?? navigator.hardwareConcurrency);
using memory = new CodeMemory(openLibc());
for (const instructionSet of instructionSets(memory)) {
  for (const dtype of ["float64", "float32"] as const) {
    using backend = await createJitBackend({ dtype, threads, instructionSet });
    reportKernels(backend, measureJitLimits(instructionSet, dtype), 50);
  }
}
