/**
 * What training recorded, and what follows from it.
 *
 * @module
 */

/** What training recorded. */
export interface History {
  /** Loss of each step's batch, before its update. */
  lossHistory: number[];
  /**
   * Accuracy on the batch's rows, as they are in the training data, after the step's update: at
   * step 0 and every epoch, or at the end of epochs where batches are drawn by epochs.
   */
  trainAccHistory: number[];
  /** Accuracy on the validation rows at the same steps. */
  valAccHistory: number[];
  /** Whether the signal ended training before the last step. */
  aborted: boolean;
}

/** When to give up on a validation accuracy that no longer grows. */
export interface EarlyStopping {
  /** How many accuracies in a row may be no improvement before training ends, 1 or more. */
  patience: number;
  /** An accuracy improves on the best so far only by more than this. Default: 0. */
  minDelta?: number;
}

/** Nothing recorded. */
export function emptyHistory(): History {
  return { lossHistory: [], trainAccHistory: [], valAccHistory: [], aborted: false };
}

/** Whether the last accuracy is greater than each before it. */
export function isLastBest(accuracies: readonly number[]): boolean {
  const last = accuracies.at(-1);
  return last !== undefined && accuracies.slice(0, -1).every((accuracy) => accuracy < last);
}

/** Whether the last `patience` accuracies were no improvement. */
export function hasStalled(
  accuracies: readonly number[],
  { patience, minDelta = 0 }: EarlyStopping,
): boolean {
  let [best, since] = [-Infinity, 0];
  for (const accuracy of accuracies) {
    if (accuracy > best + minDelta) [best, since] = [accuracy, 0];
    else since++;
  }
  return since >= patience;
}
