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

export { CIFAR10_CLASSES } from "./datasets/cifar10_files.ts";
export {
  type Cifar10Data,
  type Cifar10Options,
  formatShapes,
  getCifar10Data,
} from "./datasets/cifar10.ts";
export { fetchCifar10, type FetchCifar10Options } from "./datasets/fetch.ts";
export { ImageSet, type ImageSetOptions, meanImage } from "./datasets/image_set.ts";
export {
  type FetchContext,
  SOURCE_NAMES,
  SourceError,
  type SourceName,
} from "./datasets/source.ts";
export { DatasetError, type DatasetProblem } from "./datasets/verify.ts";
export { formatProgress, type ProgressListener, type ProgressReport } from "./internal/progress.ts";
