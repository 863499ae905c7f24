/**
 * Mean and spread of repeated measurements.
 *
 * @module
 */

/** Mean and sample standard deviation. */
export interface Spread {
  /** The mean; NaN of no value. */
  mean: number;
  /** The sample standard deviation; NaN of fewer than two values. */
  std: number;
}

/** The mean and the standard deviation (over N - 1) of values. */
export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)) };
}
