/**
 * Waiting no longer than a given time.
 *
 * @module
 */

/** What `within` resolves with when the time is up. */
export const TIMEOUT = Symbol("timeout");

/** The promise's value, or `TIMEOUT` once `milliseconds` have passed. */
export async function within<T>(
  milliseconds: number,
  promise: Promise<T>,
): Promise<T | typeof TIMEOUT> {
  const { promise: expired, resolve } = Promise.withResolvers<typeof TIMEOUT>();
  const timer = setTimeout(() => resolve(TIMEOUT), Math.max(0, milliseconds));
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
