/** How an elementwise kernel becomes a job. */

import { Job, Kind } from "./job";
import { runJob } from "./team";

/** Elements of one task of an elementwise kernel. */
export const CHUNK: i32 = 16384;
/** Tasks of an elementwise kernel from which on waking the helpers pays. */
const MANY_TASKS: i32 = 8;

/** Runs the kernel over `n` rows, columns or elements, `unit` a task, alone where they are few. */
export function elementwise(
  j: Job,
  kind: Kind,
  single: bool,
  threads: i32,
  a: usize,
  out: usize,
  n: i32,
  unit: i32,
): void {
  j.kind = kind;
  j.single = single;
  j.cycle = 0;
  j.a = a;
  j.out = out;
  j.n = n;
  j.unit = unit;
  j.tasks = (n + unit - 1) / unit;
  runJob(threads > 1 && j.tasks >= MANY_TASKS);
}
