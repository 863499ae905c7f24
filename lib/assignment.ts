/**
 * The assignment as data: toy model and toy data, the replayed random stream, the default run, the
 * grid (also as a study), the inline question's experiment, and every figure that the original
 * printed.
 *
 * @module
 */

export * from "./assignment/expected.ts";
export * from "./assignment/generalization_gap.ts";
export * from "./assignment/grid.ts";
export * from "./assignment/grid_run.ts";
export * from "./assignment/grid_study.ts";
export * from "./assignment/random_stream.ts";
export * from "./assignment/stored_grid.ts";
export * from "./assignment/toy.ts";
export * from "./assignment/train_grid.ts";
