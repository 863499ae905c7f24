/**
 * Axes: where ticks go, and how many points a line needs.
 *
 * @module
 */

/** Ticks at round numbers that cover [`least`, `most`], at about `count` steps of one size. */
export function roundTicks(most: number, count: number, least = 0): number[] {
  if (!(most > least)) return [least];
  const rough = (most - least) / count, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const first = Math.floor(least / step + 1e-9), last = Math.ceil(most / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** Neighbouring values put together. */
export interface Bin {
  /** Middle of their places. */
  readonly at: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** The values in at most `count` bins of one width; those that are not finite are left out. */
export function binned(values: readonly number[], count: number): Bin[] {
  const width = Math.max(1, Math.ceil(values.length / count)), bins: Bin[] = [];
  for (let start = 0; start < values.length; start += width) {
    const part = values.slice(start, start + width).filter(Number.isFinite);
    if (part.length === 0) continue;
    const mean = part.reduce((sum, value) => sum + value) / part.length;
    const at = start + (Math.min(width, values.length - start) - 1) / 2;
    bins.push({ at, mean, least: Math.min(...part), most: Math.max(...part) });
  }
  return bins;
}
