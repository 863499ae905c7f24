/**
 * What the page shows of a queue and its workers, where there is one.
 *
 * @module
 */

/** A process that runs trials. */
export interface WorkerState {
  /** What it is called: its machine and process, say. */
  readonly name: string;
  /** How many trials it runs at a time. */
  readonly slots: number;
  /** Numbers of the trials that it runs. */
  readonly running: readonly number[];
}

/** A queue as it is by now. */
export interface QueueState {
  /** Trials that wait for a worker. */
  readonly waiting: number;
  /** Trials that workers have taken. */
  readonly active: number;
  /** Who is there. */
  readonly workers: readonly WorkerState[];
}

/** Tells of a queue; the page asks every second or two. */
export interface QueueProvider {
  /** The queue of a study, or `null` if it has none. */
  read(study: string): QueueState | null | Promise<QueueState | null>;
}
