/**
 * Where nets are trained: in workers, or in this thread.
 *
 * @module
 */

import { ENGINE_NAMES, type EngineName, ourEngine } from "../engines/engine.ts";
import { checkObject } from "../internal/checks.ts";
import { anything, checkOptions, choice, type OptionChecks } from "../internal/options.ts";
import { type Backend, checkBackend } from "../backends/backend.ts";
import { BLAS_VARIABLE } from "../backends/native/candidates.ts";
import type { Objective } from "../tuning/executors/executor.ts";
import { WorkerPool, type WorkerPoolOptions } from "../tuning/executors/worker_pool.ts";
import { checkSearch, type NetSearch } from "./net_search.ts";
import { trainTrial } from "./train_trial.ts";
import type { NetWorkerData } from "./worker.ts";

/** What {@linkcode netPool} takes beside the search. */
export interface NetPoolOptions
  extends Pick<WorkerPoolOptions, "size" | "timeLimit" | "maxRetries"> {
  /** What does the arithmetic. Default: "wasm". */
  backend?: EngineName;
}

/** What the pool checks itself, and the backend. */
const OPTIONS: OptionChecks<NetPoolOptions> = {
  backend: choice(ENGINE_NAMES),
  size: anything,
  timeLimit: anything,
  maxRetries: anything,
};

/**
 * Workers that train nets, one net per worker on one thread each. They share the images, and may do
 * nothing but compute: read no file, open no connection. The native and jit backends may call their
 * libraries,
 * TensorFlow.js be read.
 *
 * @throws {RangeError} If a part of the search or an option is out of range.
 */
export function netPool(
  search: NetSearch,
  options: NetPoolOptions = {},
): WorkerPool {
  checkSearch(search);
  checkOptions("netPool", options, OPTIONS);
  const { backend = "wasm", ...pool } = options;
  const data: NetWorkerData = { search, backend };
  return new WorkerPool({
    ...pool,
    module: new URL("./worker.ts", import.meta.url),
    permissions: permissionsOf(backend),
    data,
  });
}

/** An objective that trains nets in this thread, in the backend's element type. */
export function netObjective(search: NetSearch, backend: Backend): Objective {
  checkBackend("backend", backend);
  checkObject("search", search);
  checkObject("search.base", search.base);
  const own = { ...search, base: { ...search.base, dtype: backend.dtype } };
  checkSearch(own);
  const engine = ourEngine(backend);
  return (trial) => trainTrial(trial, own, engine);
}

function permissionsOf(backend: EngineName): WorkerPoolOptions["permissions"] {
  if (backend === "jit") return { ffi: "inherit" };
  if (backend === "native") return { ffi: "inherit", env: readableVariables() };
  return backend.startsWith("tfjs:") ? { read: "inherit" } : {};
}

/** A worker cannot be allowed what this thread is not. */
function readableVariables(): string[] {
  const { state } = Deno.permissions.querySync({ name: "env", variable: BLAS_VARIABLE });
  return state === "granted" ? [BLAS_VARIABLE] : [];
}
