/**
 * Accuracies and parameters as text.
 *
 * @module
 */

import type { ParamValue, TrialParams } from "../../tuning/distributions.ts";

/** The parameters named, in short: `hiddenSize 60, learningRate 0.00121`. */
export function formatParams(params: TrialParams, names: readonly string[]): string {
  return names.filter((name) => Object.hasOwn(params, name))
    .map((name) => `${name} ${formatValue(params[name])}`).join(", ");
}

/** An accuracy to as many decimals as 10,000 images allow. */
export function formatAccuracy(accuracy: number): string {
  return String(Number(accuracy.toFixed(4)));
}

/** A parameter's value in short. */
export function formatValue(value: ParamValue): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
}
