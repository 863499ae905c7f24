/**
 * nbgrader's metadata of cells, in the version that nbgrader 0.9 writes.
 *
 * Source: nbgrader/nbgraderformat/v3.json and v3.py in github.com/jupyter/nbgrader.
 *
 * @module
 */

import { isObject } from "../../jupyter/runner/json.ts";
import type { CodeCell, TextCell } from "../../jupyter/runner/nbformat.ts";

/** What nbgrader is told of a cell. */
export interface GraderMetadata {
  /** Version of the schema. */
  readonly schema_version: 3;
  /** The cell's name, unique in its notebook. */
  readonly grade_id: string;
  /** Whether the cell gets points. */
  readonly grade: boolean;
  /** Whether students write into it. */
  readonly solution: boolean;
  /** Whether it stays as it was handed out. */
  readonly locked: boolean;
  /** Whether it poses a task whose answer is elsewhere; none of ours does. */
  readonly task: false;
  /** What it is worth; of cells that get points. */
  readonly points?: number;
}

const BASE = {
  schema_version: 3,
  grade: false,
  solution: false,
  locked: false,
  task: false,
} as const;

/** A cell that students write into and that the check after it grades. */
export function solutionCell(gradeId: string): GraderMetadata {
  return { ...BASE, grade_id: gradeId, solution: true };
}

/** A cell that students write into and that a person grades. */
export function manualCell(gradeId: string, points: number): GraderMetadata {
  return { ...BASE, grade_id: gradeId, grade: true, solution: true, points };
}

/** A cell that grades by throwing or not. */
export function checkCell(gradeId: string, points: number): GraderMetadata {
  return { ...BASE, grade_id: gradeId, grade: true, locked: true, points };
}

/** A cell that checks need. */
export function lockedCell(gradeId: string): GraderMetadata {
  return { ...BASE, grade_id: gradeId, locked: true };
}

/** The grade id that a cell of a student's file has, if any. */
export function gradeIdOf({ metadata }: CodeCell | TextCell): string | undefined {
  const { nbgrader } = metadata;
  if (!isObject(nbgrader)) return undefined;
  return typeof nbgrader.grade_id === "string" ? nbgrader.grade_id : undefined;
}
