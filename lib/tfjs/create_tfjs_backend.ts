/**
 * TensorFlow.js's backends by name.
 *
 * @module
 */

import { checkChoice } from "../internal/checks.ts";
import type { TfjsBackend } from "./backend.ts";
import { TFJS_BACKEND_NAMES, type TfjsBackendName } from "./names.ts";
import { selfTest } from "./self_test.ts";
import { startBackend } from "./start.ts";

const started = new Map<TfjsBackendName, Promise<TfjsBackend>>();

/**
 * Loads a backend of TensorFlow.js, starts it and compares it with the reference backend; a second
 * call gives the same one, or a new one after the device failed.
 *
 * "webgpu" needs an adapter: a graphics card with its driver, or Mesa's software Vulkan. Every read
 * from it takes some 10 ms in Deno, whatever the device, and so does every step of training.
 *
 * @param name "cpu": plain JavaScript, slow; "wasm": SIMD, one thread, needs `--allow-read` for the
 * binary of the npm package; "webgpu": the graphics card.
 * @throws {RangeError} If there is no backend of that name.
 * @throws {Error} If the backend cannot be started here, or computes wrongly.
 *
 * @example
 * ```ts
 * import { createTfjsBackend } from "two-layer-net/tfjs";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const backend = await createTfjsBackend("cpu");
 * assertStringIncludes(backend.description, "tfjs:cpu: TensorFlow.js 4.22.0");
 * ```
 */
export async function createTfjsBackend(name: TfjsBackendName): Promise<TfjsBackend> {
  checkChoice("backend", name, TFJS_BACKEND_NAMES);
  const backend = await (started.get(name) ?? start(name));
  return backend.failed ? await start(name) : backend;
}

function start(name: TfjsBackendName): Promise<TfjsBackend> {
  const starting = startAndTest(name);
  started.set(name, starting);
  starting.catch(() => started.delete(name));
  return starting;
}

async function startAndTest(name: TfjsBackendName): Promise<TfjsBackend> {
  const backend = await startBackend(name);
  await selfTest(backend);
  return backend;
}
