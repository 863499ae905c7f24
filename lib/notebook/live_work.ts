/**
 * Work that reports its progress, in one call: under Stop, with a line that says how far it is.
 *
 * @module
 */

import { checkFunction, checkString } from "../internal/checks.ts";
import { formatProgress, type ProgressListener } from "../internal/progress.ts";
import { interruptible } from "./interrupt.ts";
import { liveDisplay } from "./live.ts";

/** What work takes to be live, as options. */
export interface LiveWork {
  /** Shows the reading. */
  onProgress: ProgressListener;
  /** Aborts on Stop. */
  signal: AbortSignal;
}

/**
 * Does work under Stop and shows its progress on a line; in the end, the label alone and "done".
 *
 * @param label What goes on.
 * @param work Does it; hands its argument on as options.
 * @returns What `work` returns.
 * @throws Whatever `work` throws; an "AbortError" where it was stopped.
 *
 * @example
 * ```ts
 * import { liveWork } from "two-layer-net/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * const sum = await liveWork("summing", ({ signal, onProgress }) => {
 *   let sum = 0;
 *   for (let done = 0; done <= 10 && !signal.aborted; done++) {
 *     sum += done;
 *     onProgress({ label: "summing", unit: "terms", done, total: 10, elapsed: 0 });
 *   }
 *   return sum;
 * });
 * assertEquals(sum, 55);
 * ```
 */
export async function liveWork<T>(
  label: string,
  work: (live: LiveWork) => T | Promise<T>,
): Promise<T> {
  checkString("label", label);
  checkFunction("work", work);
  const line = liveDisplay(`${label} …`);
  const onProgress: ProgressListener = (report) => line.update(() => formatProgress(report));
  let end = "stopped";
  try {
    const result = await interruptible((signal) => work({ signal, onProgress }));
    end = "done";
    return result;
  } finally {
    await line.finish(`${label}: ${end}`);
  }
}
