/**
 * Loads and starts the backends of TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import "long"; // which TensorFlow.js requires without naming it in its package.json
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { TfjsBackend } from "./backend.ts";
import { DeviceWatch } from "./device_watch.ts";
import type { TfjsBackendName } from "./names.ts";

const STARTERS: Record<TfjsBackendName, () => Promise<TfjsBackend>> = {
  cpu: startCpu,
  wasm: startWasm,
  webgpu: startWebgpu,
};

/** Starts a backend, and loads its package first if it has one; one that ran is stopped first. */
export async function startBackend(name: TfjsBackendName): Promise<TfjsBackend> {
  tf.enableProdMode(); // Keeps the banner and the warnings back; it has no other effect in 4.22.
  return await STARTERS[name]();
}

async function startCpu(): Promise<TfjsBackend> {
  await register("cpu");
  return new TfjsBackend("cpu", "plain JavaScript", new DeviceWatch());
}

async function startWasm(): Promise<TfjsBackend> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  const folder = new URL(".", import.meta.resolve("@tensorflow/tfjs-backend-wasm"));
  try {
    await Deno.stat(new URL("tfjs-backend-wasm-simd.wasm", folder));
  } catch (cause) {
    throw new Error(`Cannot start tfjs:wasm: ${(cause as Error).message}`, { cause });
  }
  setWasmPaths(folder.href);
  await register("wasm");
  return new TfjsBackend("wasm", "WebAssembly with SIMD, 1 thread", new DeviceWatch());
}

async function startWebgpu(): Promise<TfjsBackend> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) {
    throw new Error(
      "Cannot start tfjs:webgpu: this machine has no WebGPU adapter. Install the graphics card's " +
        "Vulkan driver (without a card, Debian's mesa-vulkan-drivers), or use tfjs:wasm",
    );
  }
  await import("@tensorflow/tfjs-backend-webgpu");
  const backend = await register("webgpu") as WebGPUBackend;
  const watch = new DeviceWatch();
  watch.watch(backend.device);
  const { description, vendor } = adapter.info;
  return new TfjsBackend("webgpu", description || vendor || "unnamed adapter", watch);
}

/**
 * Makes an instance with the package's own factory and registers it ready-made.
 *
 * TensorFlow.js could wait for the factory by itself, but no other backend could compute meanwhile.
 */
async function register(name: TfjsBackendName): Promise<tf.KernelBackend> {
  const factory = factories.get(name) ?? tf.findBackendFactory(name);
  factories.set(name, factory);
  const instance = await factory();
  tf.removeBackend(name);
  tf.registerBackend(name, () => instance);
  return instance;
}

const factories = new Map<TfjsBackendName, ReturnType<typeof tf.findBackendFactory>>();
