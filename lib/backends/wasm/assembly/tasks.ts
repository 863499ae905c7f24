/** One task of any job. */

import { blasTask } from "./blas";
import { codeTask, copyImages } from "./code";
import { addBiasRows, reluBackwardRange } from "./elementwise";
import { Job, Kind } from "./job";
import { PARTIALS } from "./layout";
import { pixelsToFloats } from "./pixels";
import { productTask } from "./product";
import { dropoutRange } from "./dropout";
import { columnSumsRange, sumOfSquaresRange } from "./reductions";
import { updateRange } from "./updates";
import { gatherTransformed } from "./transforms";

/** Performs task `task` of the job on thread `thread`. */
export function performTask(j: Job, task: i32, thread: i32): void {
  if (j.single) perform<f32>(j, task, thread);
  else perform<f64>(j, task, thread);
}

function perform<T>(j: Job, task: i32, thread: i32): void {
  if (j.kind == Kind.Product) return productTask<T>(j, task, thread);
  if (j.kind == Kind.BlasProduct) return blasTask<T>(j, task, thread);
  if (j.kind == Kind.CodeProduct) return codeTask<T>(j, task, thread);
  const start = task * j.unit, end = min(j.n, start + j.unit), count = end - start;
  const offset = <usize> start * sizeof<T>();
  switch (j.kind) {
    case Kind.AddBias:
      return addBiasRows<T>(j.a, j.out + offset * j.m, count, j.m, j.flag);
    case Kind.ReluBackward:
      return reluBackwardRange<T>(j.a + offset, j.out + offset, count);
    case Kind.ColumnSums:
      return columnSumsRange<T>(j.a, j.out, j.m, j.n, start, end);
    case Kind.SumOfSquares:
      return store<f64>(PARTIALS + task * 8, sumOfSquaresRange<T>(j.a + offset, count));
    case Kind.Gather:
      return gatherRows<T>(j, start, end);
    case Kind.Update:
      return updateRange<T>(j.k, offset, count);
    case Kind.Dropout:
      return dropoutRange<T>(j, start, end);
    case Kind.GatherTransformed:
      return gatherTransformed<T>(j, start, end, thread);
    case Kind.CopyImages:
      return copyImages(j, start, end);
  }
}

function gatherRows<T>(j: Job, start: i32, end: i32): void {
  for (let i = start; i < end; i++) {
    const at = <usize> i * j.m;
    pixelsToFloats<T>(j.a + at, j.mean, j.scale, j.out + at * sizeof<T>(), j.m);
  }
}
