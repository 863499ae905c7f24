/**
 * Goes on with the training whose checkpoint the first argument names, for as many steps as the
 * second says; Ctrl-C ends it. Prints each step, and at the end the digest of all that it came to.
 */

import { createBackend } from "two-layer-net";
import { digest, longRun } from "../long_run.ts";

const [path, steps] = Deno.args;
const interrupted = new AbortController();
Deno.addSignalListener("SIGINT", () => interrupted.abort());
const { net, solver } = longRun({
  numIters: Number(steps),
  checkpoint: { path, every: 13, resume: true },
  signal: interrupted.signal,
  callbacks: [{ onStep: ({ iteration }) => console.log(`step ${iteration}`) }],
}, await createBackend("wasm", { dtype: "float32", threads: 1 }));
const history = await solver.train();
console.log(history.aborted ? "stopped" : `digest ${digest(net.params, history)}`);
Deno.exit();
