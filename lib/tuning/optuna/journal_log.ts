/**
 * Where the entries of an Optuna journal are: lines that are only ever added, in a file or in Redis.
 *
 * @module
 */

/** Thrown when a journal cannot be reached, or says no longer what it said. */
export class JournalAwayError extends Error {
  /** The class's name. */
  override readonly name = "JournalAwayError";
}

/** What tells the writers of a journal that its holder lives. */
export interface Lease extends Disposable {
  /** Unlike every other lease's. */
  readonly id: string;
  /** Whether the lease of that id is held. */
  isHeld(id: string): boolean;
}

/** The lines of a journal, read as they are added. */
export interface JournalLog extends Disposable {
  /** What messages call it. */
  readonly name: string;
  /**
   * Lines that were added since the last call.
   *
   * @throws {Error} If there is something else where the next line should be.
   */
  readLines(): Iterable<string>;
  /**
   * Runs `body`, which reads the new lines and may add some, as if nobody else added any meanwhile: it
   * may be run again, and must do nothing before its lines are added that cannot be done twice.
   *
   * @param finished How many trials this process has finished in the journal.
   * @throws {DatabaseLostError} If the journal is gone.
   */
  locked<T>(finished: number, body: () => T): T;
  /**
   * Adds lines, all or none, while the log is locked and all its lines are read.
   *
   * @param isDurable Whether they are to outlive a power cut, as far as the log does, when this returns.
   */
  append(lines: readonly string[], isDurable: boolean): void;
  /** Takes a lease, which ends with the log at the latest. */
  takeLease(): Lease;
}
