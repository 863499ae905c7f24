/**
 * A small-network laboratory: the CS231n two-layer net, exact and fast.
 *
 * @module
 */

export { type DType, type FloatArray, Matrix } from "./matrix/matrix.ts";
export { isPixelRows, type PixelRows, type Rows } from "./matrix/rows.ts";
export {
  type Backend,
  BACKEND_NAMES,
  type BackendName,
  type BackendOptions,
} from "./matrix/backend.ts";
export { RandomState } from "./matrix/random_state.ts";
export type { RandomGeneratorState } from "./matrix/random_generator_state.ts";
