/**
 * What keeps a net from overfitting, beside weight decay.
 *
 * @module
 */

import { group, number, type OptionChecks } from "../internal/options.ts";
import { checkDropoutRate, type DropoutKey } from "../backends/dropout.ts";
import type { RandomState } from "../random/random_state.ts";

/** Probabilities of dropping a value, from 0 to below 1, rounded to multiples of 2^-16. */
export interface DropoutRates {
  /** Of an input value. Default: 0. */
  input?: number;
  /** Of a hidden unit. Default: 0. */
  hidden?: number;
}

/** Options that change the training of a net, not its predictions. */
export interface Regularization {
  /**
   * Inverted dropout (Srivastava et al., JMLR 15, 2014): during training values are dropped at
   * random, and the others divided by 1 - rate. A loss has it if it is given an `rng`.
   */
  dropout?: DropoutRates;
  /**
   * The label smoothing ε of the loss, from 0 to 1: the target is 1 - ε + ε / C for the label and
   * ε / C for each other class, as in PyTorch's `CrossEntropyLoss`. Default: 0.
   */
  labelSmoothing?: number;
}

/** Options with the defaults filled in. */
export interface FullRegularization {
  readonly dropout: Required<DropoutRates>;
  readonly labelSmoothing: number;
}

/** Which values one step drops; `null` where it drops none. */
export interface DropoutKeys {
  readonly input: DropoutKey | null;
  readonly hidden: DropoutKey | null;
}

/** The keys of a loss without dropout. */
export const NO_DROPOUT: DropoutKeys = { input: null, hidden: null };

/** How they are checked. */
export const REGULARIZATION: OptionChecks<Regularization> = {
  dropout: group<DropoutRates>({ input: checkDropoutRate, hidden: checkDropoutRate }),
  labelSmoothing: number(0, 1),
};

/** Fills in the defaults; throws a RangeError that names the option that is bad. */
export function fullRegularization(
  { dropout: { input = 0, hidden = 0 } = {}, labelSmoothing = 0 }: Regularization,
): FullRegularization {
  return { dropout: { input, hidden }, labelSmoothing };
}

/** Draws the keys of one step, of the input first; nothing is drawn for a rate of 0. */
export function drawKeys(rates: Required<DropoutRates>, rng: RandomState): DropoutKeys {
  const input = rates.input > 0 ? drawKey(rng) : null;
  return { input, hidden: rates.hidden > 0 ? drawKey(rng) : null };
}

function drawKey(rng: RandomState): DropoutKey {
  const [first, second] = rng.randint(-(2 ** 31), 2 ** 31, 2);
  return [first >>> 0, second >>> 0];
}
