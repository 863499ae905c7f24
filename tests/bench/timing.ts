/** Timing on a machine that others use too: repeat, and take the least or the middle. */

/** Milliseconds of warming up: V8 has to notice a hot kernel and to compile it once more. */
const WARM_UP = 200;

/** Seconds of each of `repeats` calls, sorted, after warming up. */
export function secondsOf(body: () => void, repeats: number): number[] {
  for (const end = performance.now() + WARM_UP; performance.now() < end;) body();
  return Array.from({ length: repeats }, () => {
    const start = performance.now();
    body();
    return (performance.now() - start) / 1000;
  }).sort((a, b) => a - b);
}

/** The least of 25 timings: what the machine can do. */
export function bestSeconds(body: () => void): number {
  return secondsOf(body, 25)[0];
}
