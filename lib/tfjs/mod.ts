/**
 * The two-layer net on TensorFlow.js: on a graphics card through WebGPU, in WebAssembly, or in plain
 * JavaScript; and its automatic differentiation, as a second witness for the gradients.
 *
 * Nothing of TensorFlow.js (330 MB on the disk) is loaded by those who do not import this module, and
 * its backends for WebAssembly and WebGPU only when they are asked for.
 *
 * @example Train on the toy data, and come as close to the original's loss as float32 does
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { createTfjsBackend, TfjsTwoLayerNet } from "two-layer-net/tfjs";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { net: { params }, rng } = assignment.toyModel();
 * const { X, y } = assignment.toyData();
 * using net = new TfjsTwoLayerNet({ params, backend: await createTfjsBackend("wasm") });
 * const { lossHistory } = await net.train(X, y, X, y, { ...assignment.TOY_TRAINING, rng });
 * assertAlmostEquals(lossHistory.at(-1)!, 0.017149607938732093, 1e-6);
 * ```
 *
 * @module
 */

import "../internal/deno_version.ts";

export type { TfjsBackend } from "./backend.ts";
export { createTfjsBackend } from "./create_tfjs_backend.ts";
export { TfjsMatrix } from "./device_matrix.ts";
export { TFJS_BACKEND_NAMES, type TfjsBackendName } from "./names.ts";
export type {
  TfjsGivenParams,
  TfjsOptions,
  TfjsTwoLayerNetOptions,
  TfjsTwoLayerParams,
} from "./options.ts";
export { TfjsTwoLayerNet } from "./two_layer_net.ts";
