/**
 * All questions, by the names of the functions that are to be written.
 *
 * @module
 */

import { backward } from "./backward.ts";
import { bestOf } from "./best_of.ts";
import { forward } from "./forward.ts";
import { firstLayer, secondLayer } from "./layer_gradients.ts";
import { predict } from "./predict.ts";
import { RandomState } from "../../random/random_state.ts";
import type { Question } from "./question.ts";
import { regularization } from "./regularization.ts";
import { reluGradient } from "./relu_gradient.ts";
import { scoresGradient } from "./scores_gradient.ts";
import { softmaxLoss } from "./softmax_loss.ts";
import { trainStep } from "./train_step.ts";
import { train } from "./train.ts";

/** The name of a function that the assignment asks for. */
export type QuestionName =
  | "forward"
  | "softmaxLoss"
  | "regularization"
  | "trainStep"
  | "train"
  | "predict"
  | "scoresGradient"
  | "secondLayer"
  | "reluGradient"
  | "firstLayer"
  | "backward"
  | "bestOf";

/** The questions. */
export const QUESTIONS: Readonly<Record<QuestionName, Question>> = {
  forward,
  softmaxLoss,
  regularization,
  trainStep,
  train,
  predict,
  scoresGradient,
  secondLayer,
  reluGradient,
  firstLayer,
  backward,
  bestOf,
};

/** Their names. */
export const QUESTION_NAMES = Object.keys(QUESTIONS) as QuestionName[];

/** With how many inputs a question calls its function. */
export function countCases(name: QuestionName): number {
  return QUESTIONS[name].cases(new RandomState(0)).length;
}
