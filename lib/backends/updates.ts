/**
 * Updates of parameters, element by element: what update rules are made of.
 *
 * @module
 */

import { expectation } from "../internal/checks.ts";
import type { FloatArray, Matrix } from "../matrix/matrix.ts";
import { checkShape, type Shape } from "../matrix/shapes.ts";

/**
 * Updates that have a kernel, since their loops were measured to take three to ten times as long; in
 * the order in which wasm/assembly/updates.ts counts them.
 */
export const UPDATE_KERNELS: readonly Update<never>["kernel"][] = [
  "addScaled",
  "interpolate",
  "momentum",
  "adam",
];

/** Arrays of one length, changed in place element by element. */
export interface Update<Coefficients extends readonly number[]> {
  /** Names of the operands: the first is read, the others are changed. Four at most. */
  readonly operands: readonly string[];
  /** The definition: a loop over arrays of one length. */
  readonly apply: (coefficients: Coefficients, ...operands: FloatArray[]) => void;
  /** The kernel that does the same, in backends that have it; with eight coefficients at most. */
  readonly kernel?: "addScaled" | "interpolate" | "momentum" | "adam";
}

/** Element-wise arithmetic on parameters of type `T`; every `Backend` has it for matrices. */
export interface Elementwise<T> {
  /** Zeros in the shape of `x`. */
  zerosLike(x: T): T;
  /**
   * Gives the memory of what came from `zerosLike`, or is a gradient, back; it must not be used again.
   * (Backends free more than matrices, from which `T` is not to be inferred.)
   */
  free(x: NoInfer<T>): void;
  /** y += alpha · x. */
  addScaled(alpha: number, x: T, y: T): void;
  /** Changes the operands as the update says. */
  update<Coefficients extends readonly number[]>(
    update: Update<Coefficients>,
    coefficients: Coefficients,
    ...operands: T[]
  ): void;
}

/** y += alpha · x. */
export const ADD_SCALED: Update<[alpha: number]> = {
  kernel: "addScaled",
  operands: ["x", "y"],
  apply([alpha], x, y) {
    for (let i = 0; i < y.length; i++) y[i] += alpha * x[i];
  },
};

/** Does the update by its definition. */
export function applyUpdate<Coefficients extends readonly number[]>(
  update: Update<Coefficients>,
  coefficients: Coefficients,
  operands: readonly Matrix[],
): void {
  update.apply(coefficients, ...operands.map(({ data }) => data));
}

/** Throws a RangeError unless there are as many operands as the update has, all of one shape. */
export function checkOperands(
  { operands: names }: Pick<Update<never>, "operands">,
  operands: readonly Shape[],
): void {
  if (operands.length !== names.length) {
    throw new RangeError(expectation("operands", names.join(", "), operands.length));
  }
  const { rows, cols } = operands[operands.length - 1];
  operands.forEach((operand, i) => checkShape(names[i], operand, rows, cols));
}
