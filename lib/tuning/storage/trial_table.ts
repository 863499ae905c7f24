/**
 * The trials of a study in memory, as every storage holds them: one is found, and the next that waits,
 * without a look at the others.
 *
 * @module
 */

import { type FrozenTrial, isFinished, type TrialState } from "../trial.ts";

/** Trials by their numbers, which go from 0 without a gap. */
export class TrialTable {
  readonly #trials: FrozenTrial[] = [];
  /** Numbers of the WAITING trials, ascending. */
  readonly #waiting: number[] = [];
  readonly #running = new Set<number>();

  /** How many there are. */
  get size(): number {
    return this.#trials.length;
  }

  /** The trial of that number, or `null`. */
  get(number: number): FrozenTrial | null {
    return this.#trials[number] ?? null;
  }

  /** Adds the trial that comes next, or replaces the one of its number. */
  set(trial: FrozenTrial): void {
    const { number, state } = trial;
    const before = this.#trials[number]?.state;
    this.#trials[number] = trial;
    if (before === state) return;
    if (before === "RUNNING") this.#running.delete(number);
    if (before === "WAITING") this.#waiting.splice(this.#placeOf(number), 1);
    if (state === "RUNNING") this.#running.add(number);
    if (state === "WAITING") this.#waiting.splice(this.#placeOf(number), 0, number);
  }

  /** The number of the first WAITING trial, or `null`. */
  get firstWaiting(): number | null {
    return this.#waiting[0] ?? null;
  }

  /** The RUNNING trials, in the order of their numbers. */
  get running(): FrozenTrial[] {
    return this.#at([...this.#running].sort((a, b) => a - b));
  }

  /** A list of the trials in the given states, or of all, in the order of their numbers. */
  list(states?: readonly TrialState[]): FrozenTrial[] {
    if (!states) return this.#trials.slice();
    if (states.some(isFinished)) return this.#trials.filter(({ state }) => states.includes(state));
    const waiting = states.includes("WAITING") ? this.#waiting : [];
    const running = states.includes("RUNNING") ? this.#running : [];
    return this.#at([...waiting, ...running].sort((a, b) => a - b));
  }

  #at(numbers: readonly number[]): FrozenTrial[] {
    return numbers.map((number) => this.#trials[number]);
  }

  /** Where the number stands, or would stand, among the WAITING ones. */
  #placeOf(number: number): number {
    let [low, high] = [0, this.#waiting.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#waiting[middle] < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
