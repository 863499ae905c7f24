/** Operands and coefficients of an update or of dropout, beside the job's record. */

import { UPDATE } from "./layout";

@unmanaged
export class Update {
  grad: usize;
  /** Adam's mean, or the velocity. */
  mean: usize;
  square: usize;
  param: usize;
  /** Factor on the step; a weight of interpolation; dropout's scale. */
  rate: f64;
  /** Share of the mean, or of the velocity, that is kept. */
  beta1: f64;
  /** Share of the mean square that is kept. */
  beta2: f64;
  rootScale: f64;
  epsilon: f64;
  weightDecay: f64;
  shrink: f64;
  nesterov: bool;
  /** Dropout drops what has 16 bits below it. */
  threshold: i32;
  key0: i32;
  key1: i32;
}

/** The update of this memory. */
export function update(): Update {
  return changetype<Update>(UPDATE);
}
