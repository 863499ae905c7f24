/**
 * Accuracies and parameters as text.
 *
 * @module
 */

import type { ParamValue, SearchSpace, TrialParams } from "../../tuning/distributions.ts";
import type { Study } from "../../tuning/study.ts";

/** What the study searches: its declared space or, where it has none, what its trials asked for. */
export function searchedSpace(study: Study): SearchSpace {
  return study.searchSpace ?? Object.fromEntries(study.distributions);
}

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
