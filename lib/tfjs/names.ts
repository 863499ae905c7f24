/**
 * Names of TensorFlow.js's backends.
 *
 * @module
 */

/** Names of the backends that {@linkcode createTfjsBackend} knows. */
export const TFJS_BACKEND_NAMES = ["cpu", "wasm", "webgpu"] as const;

/** One of {@linkcode TFJS_BACKEND_NAMES}. */
export type TfjsBackendName = typeof TFJS_BACKEND_NAMES[number];
