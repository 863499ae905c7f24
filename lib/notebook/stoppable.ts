/**
 * Work that ends on Stop, or early where the runner says so.
 *
 * @module
 */

import { interruptible } from "./interrupt.ts";
import { reduced } from "./reduced.ts";

/** Where a reduced run stops: what follows then has something to show. */
export const EARLY = { steps: 20, results: 2 };

/** Runs `body` under Stop, which a reduced run presses itself once `reach` was given the limit. */
export async function stoppable<T>(
  limit: number,
  body: (signal: AbortSignal, reach: (count: number) => void) => T | Promise<T>,
): Promise<T> {
  return await interruptible((signal) => {
    if (!reduced) return body(signal, () => {});
    const early = new AbortController();
    const reach = (count: number) => {
      if (count >= limit) early.abort(new DOMException("Stopped early", "AbortError"));
    };
    return body(AbortSignal.any([signal, early.signal]), reach);
  });
}
