/**
 * The assignment as data: toy model and toy data, the replayed random stream, the default run, the
 * grid (also as a study), the inline question's experiment, and every figure that the original
 * printed.
 *
 * @module
 */

export * from "./expected.ts";
export * from "./generalization_gap.ts";
export { checkAnswer } from "./grading/check_answer.ts";
export type { QuestionName } from "./grading/questions.ts";
export * from "./grid.ts";
export * from "./grid_run.ts";
export * from "./grid_study.ts";
export * from "./random_stream.ts";
export * from "./stored_grid.ts";
export * from "./toy.ts";
export * from "./train_grid.ts";
