/**
 * All that a run of the grader found.
 *
 * @module
 */

import type { GradedFile } from "./grade_submission.ts";

/** A file that could not be graded. */
export interface FailedFile {
  /** The file as it was named. */
  readonly file: string;
  /** Why. */
  readonly error: string;
}

/** What came of all files. */
export interface Grades {
  /** The seed of the inputs. */
  readonly seed: number;
  /** Files with their points. */
  readonly files: readonly GradedFile[];
  /** Files without. */
  readonly failed: readonly FailedFile[];
}
