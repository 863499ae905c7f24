/**
 * Studies of nets over any settings: search spaces, objectives, workers, and what they leave behind.
 *
 * @module
 */

export type { EngineName } from "../engines/engine.ts";
export { bestWeights } from "./best_weights.ts";
export { netObjective, netPool, type NetPoolOptions } from "./executors.ts";
export { type NetSearch, prepareSearch, type SearchImages } from "./net_search.ts";
export type { SearchableName } from "../training/setting_table.ts";
export { createNetStudy, type DataDescription, type NetStudyOptions } from "./net_study.ts";
export { netGrid, type NetRange, type NetSpace, netSpace } from "./space.ts";
export { WEIGHTS_ARTIFACT } from "./train_trial.ts";
