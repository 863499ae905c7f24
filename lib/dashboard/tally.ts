/**
 * How many trials of a study there are by state, and which is the best, kept up with what changes: twice
 * a second thousands of trials are neither counted nor ranked anew.
 *
 * @module
 */

import type { Direction } from "../tuning/storage/storage.ts";
import { type FrozenTrial, isFinished, TRIAL_STATES, type TrialState } from "../tuning/trial.ts";

/** The counts and the best of one study. */
export class Tally {
  readonly #sign: 1 | -1;
  #trials: readonly FrozenTrial[] = [];
  #counts = noCounts();
  #best: FrozenTrial | null = null;

  /** A tally of nothing yet. */
  constructor(direction: Direction) {
    this.#sign = direction === "minimize" ? -1 : 1;
  }

  /** How many trials there were at the last look, by state. */
  get counts(): Readonly<Record<TrialState, number>> {
    return this.#counts;
  }

  /** The best of those that were COMPLETE; of equals the one with the lower number. */
  get best(): FrozenTrial | null {
    return this.#best;
  }

  /** Looks at the trials as they are now. */
  look(trials: readonly FrozenTrial[]): void {
    const before = this.#trials;
    this.#trials = trials;
    // A trial is another object once it has changed, which none does that is finished: else it is
    // another file's.
    const isOther = trials.length < before.length ||
      before.some((trial, i) => trial !== trials[i] && isFinished(trial.state));
    if (isOther) [this.#counts, this.#best] = [noCounts(), null];
    trials.forEach((trial, i) => {
      const known = isOther ? undefined : before[i];
      if (trial === known) return;
      if (known) this.#counts[known.state]--;
      this.#counts[trial.state]++;
      if (trial.state === "COMPLETE" && this.#isBetter(trial)) this.#best = trial;
    });
  }

  #isBetter({ value, number }: FrozenTrial): boolean {
    if (this.#best === null) return true;
    const [own, best] = [this.#sign * value!, this.#sign * this.#best.value!];
    return own > best || (own === best && number < this.#best.number);
  }
}

function noCounts(): Record<TrialState, number> {
  return Object.fromEntries(TRIAL_STATES.map((state) => [state, 0])) as Record<TrialState, number>;
}
