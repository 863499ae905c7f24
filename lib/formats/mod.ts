/**
 * Nets and arrays in the formats of others.
 *
 * @module
 */

export { decodeNpy, encodeNpy, type NpyArray, type NpyData } from "../matrix/npy.ts";
export { decodeNpz, encodeNpz } from "../matrix/npz.ts";
export type { ExportedNet } from "./exported_net.ts";
export { type ImportedParams, importParams, type Renames } from "./import_params.ts";
export { encodeLayersModel, type LayersModelFiles } from "./layers_model.ts";
export { encodeOnnx } from "./onnx.ts";
export { saveNetAs } from "./save_net_as.ts";
export { tensorBoardCallbacks } from "./tensorboard/callbacks.ts";
export { EventLog } from "./tensorboard/event_log.ts";
export type { Hyperparameters, RunStatus } from "./tensorboard/events.ts";
