import { assertEquals } from "@std/assert";
import type { Matrix } from "two-layer-net";
import { TFJS_BACKEND_NAMES, type TfjsBackendName } from "two-layer-net/tfjs";

const adapter = await navigator.gpu?.requestAdapter();
if (!adapter) {
  console.warn(
    "No WebGPU adapter here: of tfjs:webgpu only the refusal is tested. " +
      "Debian's mesa-vulkan-drivers would bring one",
  );
}

/** Every backend of TensorFlow.js, and whether its tests have to be ignored on this machine. */
export const BACKENDS: readonly { name: TfjsBackendName; ignore: boolean }[] = TFJS_BACKEND_NAMES
  .map((name) => ({ name, ignore: name === "webgpu" && !adapter }));

/** The greatest difference, as a share of the greatest expected value (of 1e-3, if that is less). */
export function scaledError(found: Matrix, expected: Matrix): number {
  assertEquals([found.rows, found.cols], [expected.rows, expected.cols]);
  const differences = Array.from(expected.data, (value, i) => Math.abs(found.data[i] - value));
  return Math.max(...differences) / Math.max(1e-3, ...expected.data.map(Math.abs));
}
