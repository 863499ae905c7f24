/**
 * The lines of an Optuna journal in Redis.
 *
 * @module
 */

import { SyncThread } from "../../internal/sync_thread.ts";
import { withoutPassword } from "../queue/redis_url.ts";
import { DatabaseLostError } from "../storage/database_file.ts";
import { JournalAwayError, type JournalLog, type Lease } from "./journal_log.ts";
import type { RedisLogMethods } from "./redis_log_thread.ts";

/** Lines that one answer brings at most. */
const MOST_LINES = 5000;

/**
 * Lines that are kept in mind, at least: more than a Redis that writes its file every second may lose
 * when it is killed.
 */
const TAIL = 10_000;

/** Milliseconds in which the thread starts, on a busy machine too, and a Redis says that it can serve. */
const OPEN_MS = 60_000;

/** Milliseconds for which a Redis that went away is waited for. */
const AWAY_MS = 30_000;

/** Milliseconds that an end may take. */
const RELEASE_MS = 1000;

/** Attempts to give Redis back what it lost, while others do the same. */
const ATTEMPTS = 3;

/** Another writer was first. */
class Overtaken extends Error {}

/** Reads lines as they are added, and adds lines. */
export class RedisLog implements JournalLog {
  readonly name: string;
  readonly #readOnly: boolean;
  readonly #thread = new SyncThread<RedisLogMethods>(
    new URL("./redis_log_thread.ts", import.meta.url),
  );
  /** The number of the next line. */
  #next = 0;
  /** The last lines that were read. */
  #tail: string[] = [];
  /** Lines that were just added, and are still to be read. */
  #added: readonly string[] = [];
  /** Whether what is known is taken for all there is. */
  #isTrusting = false;
  #hasAppended = false;

  /**
   * Connects to a Redis.
   *
   * @throws {RangeError} If `url` is not one's.
   * @throws {Error} If there is none that can serve, within five seconds, or there is no journal to be
   * read only.
   */
  constructor(url: string, { readOnly }: { readOnly: boolean }) {
    this.name = withoutPassword(url);
    this.#readOnly = readOnly;
    try {
      this.#thread.call(OPEN_MS, "open", url);
      if (readOnly && this.#ask("read", 0, 0).last === null) {
        throw new JournalAwayError(`There is no Optuna journal in ${this.name}`);
      }
    } catch (error) {
      this.#thread[Symbol.dispose]();
      throw error;
    }
  }

  /** Lines that were added since the last call. */
  *readLines(): Generator<string> {
    const added = this.#added;
    this.#added = [];
    yield* this.#take(added);
    if (this.#isTrusting || added.length > 0) return;
    for (let attempt = 1;;) {
      const { last, before, lines } = this.#ask("read", this.#next, MOST_LINES);
      if (this.#next === 0 || before === this.#tail.at(-1)) {
        yield* this.#take(lines);
        if (lines.length < MOST_LINES) return;
      } else if (this.#readOnly && last !== null && last < this.#next - 1) {
        return; // until a writer gives it back
      } else if (!this.#giveBack(last) && attempt++ === ATTEMPTS) {
        throw new JournalAwayError(
          `${this.name} has lost entries of the journal that were read, and others stand there now`,
        );
      }
    }
  }

  /**
   * Runs `body` again whenever another writer was first. Mostly there is none: so it runs at first on
   * what is known, and whether that is all, its lines find out.
   */
  locked<T>(_finished: number, body: () => T): T {
    for (let isTrusting = true;; isTrusting = false) {
      this.#isTrusting = isTrusting;
      this.#hasAppended = false;
      try {
        const result = body();
        if (this.#hasAppended || !isTrusting) return result;
      } catch (error) {
        const isSure = this.#hasAppended || !isTrusting;
        if (isSure && !(error instanceof Overtaken)) throw error;
      } finally {
        this.#isTrusting = false;
      }
    }
  }

  /** Adds lines; they are as safe as Redis keeps what it is told. */
  append(lines: readonly string[]): void {
    const isAdded = this.#ask("append", this.#next - 1, this.#tail.at(-1) ?? "", lines) ||
      this.#areThere(lines);
    if (!isAdded) throw new Overtaken();
    this.#added = lines;
    this.#hasAppended = true;
  }

  /** Takes a lease, which ends some seconds after this process. */
  takeLease(): Lease {
    const id = crypto.randomUUID();
    this.#ask("hold", id);
    return {
      id,
      isHeld: (other) => other === id || this.#ask("isHeld", other),
      [Symbol.dispose]: () => {
        try {
          this.#thread.call(RELEASE_MS, "release", id);
        } catch {
          // It ends by itself.
        }
      },
    };
  }

  /** Leaves Redis. */
  [Symbol.dispose](): void {
    this.#thread[Symbol.dispose]();
  }

  *#take(lines: readonly string[]): Generator<string> {
    for (const line of lines) {
      this.#next++;
      this.#tail.push(line);
      yield line;
    }
    if (this.#tail.length > 2 * TAIL) this.#tail = this.#tail.slice(-TAIL);
  }

  /** A request whose answer was lost is sent again, and then finds its own lines there. */
  #areThere(lines: readonly string[]): boolean {
    const found = this.#ask("read", this.#next, lines.length).lines;
    return lines.length > 0 && lines.every((line, i) => line === found[i]);
  }

  /**
   * Writes again what Redis has lost since it was killed, after the last entry that it has kept; false
   * if that is not one that was read here.
   */
  #giveBack(last: number | null): boolean {
    if (last === null) {
      throw new DatabaseLostError(
        `The journal in ${this.name} was deleted while it was in use, or Redis keeps no file: what it ` +
          "held is lost. The run ends here, since nothing of it would be kept",
      );
    }
    const kept = last - (this.#next - this.#tail.length);
    if (this.#readOnly || kept < 0 || kept >= this.#tail.length) return false;
    return this.#ask("append", last, this.#tail[kept], this.#tail.slice(kept + 1));
  }

  #ask<K extends keyof RedisLogMethods>(
    method: K,
    ...args: Parameters<RedisLogMethods[K]>
  ): Awaited<ReturnType<RedisLogMethods[K]>> {
    try {
      return this.#thread.call(AWAY_MS, method, ...args);
    } catch (error) {
      throw new JournalAwayError(`The journal in ${this.name}: ${(error as Error).message}`);
    }
  }
}
