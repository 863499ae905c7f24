/**
 * Distributions and parameters as Optuna writes them.
 *
 * @module
 */

import { quote } from "../../internal/checks.ts";
import {
  categoricalDistribution,
  type Distribution,
  floatDistribution,
  fromNumber,
  intDistribution,
  type ParamValue,
} from "../distributions.ts";
import type { Json } from "../json.ts";
import { decodePythonJson, encodePythonJson } from "./python_json.ts";

/** The attributes of a numeric distribution, by the names of the class that has them. */
interface Range {
  readonly low: number;
  readonly high: number;
  readonly log?: boolean;
  readonly step?: number | null;
  readonly q?: number;
}

/** Optuna's classes; the latter five are those of version 2. */
const READERS: Record<string, (attributes: Range & { choices: ParamValue[] }) => Distribution> = {
  FloatDistribution: ({ low, high, log, step }) =>
    floatDistribution(low, high, { log, step: step ?? undefined }),
  IntDistribution: ({ low, high, log, step }) =>
    intDistribution(low, high, { log, step: step ?? undefined }),
  CategoricalDistribution: ({ choices }) => categoricalDistribution(choices),
  UniformDistribution: ({ low, high }) => floatDistribution(low, high),
  LogUniformDistribution: ({ low, high }) => floatDistribution(low, high, { log: true }),
  DiscreteUniformDistribution: ({ low, high, q }) => floatDistribution(low, high, { step: q }),
  IntUniformDistribution: ({ low, high, step }) =>
    intDistribution(low, high, { step: step ?? undefined }),
  IntLogUniformDistribution: ({ low, high }) => intDistribution(low, high, { log: true }),
};

/** The distribution as Optuna's `distribution_to_json` writes it. */
export function toOptunaDistribution(distribution: Distribution): string {
  const { type, ...attributes } = distribution;
  const name = { float: "Float", int: "Int", categorical: "Categorical" }[type];
  return encodePythonJson({ name: `${name}Distribution`, attributes } as unknown as Json);
}

/**
 * Reads what Optuna's `distribution_to_json` wrote. The same text gives the same object: a study has
 * few distributions and many parameters.
 */
export class DistributionReader {
  readonly #known = new Map<string, Distribution>();

  /**
   * The distribution of a text.
   *
   * @throws {Error} If there is none like it here.
   */
  read(text: string): Distribution {
    const known = this.#known.get(text);
    if (known) return known;
    const distribution = readDistribution(text);
    this.#known.set(text, distribution);
    return distribution;
  }
}

function readDistribution(text: string): Distribution {
  try {
    const { name, attributes } = decodePythonJson(text) as { name: string; attributes: never };
    if (!Object.hasOwn(READERS, name)) throw new Error("its class is unknown");
    return READERS[name](attributes);
  } catch (error) {
    throw new Error(
      `the distribution ${quote(text)} is none that this tuner has (${(error as Error).message})`,
      { cause: error },
    );
  }
}

/**
 * The parameter of a number in a file of Optuna's.
 *
 * @throws {Error} If there is no such choice.
 */
export function fromOptunaParam(distribution: Distribution, internal: number): ParamValue {
  const value = fromNumber(distribution, internal);
  if (value !== undefined) return value;
  throw new Error(`there is no choice ${internal} in ${quote(distribution)}`);
}

/** Whether Optuna lets a parameter of one distribution have the other in another trial. */
export function isCompatible(a: Distribution, b: Distribution): boolean {
  if (a.type === "categorical" || b.type === "categorical") {
    return encodePythonJson(a as unknown as Json) === encodePythonJson(b as unknown as Json);
  }
  return a.type === b.type && a.log === b.log;
}
