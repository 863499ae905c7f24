/**
 * What happens in studies, event by event: all there is at first, then what has changed.
 *
 * @module
 */

import { loadStudy } from "../tuning/create_study.ts";
import type { FrozenTrial } from "../tuning/trial.ts";
import type { QueueProvider } from "./queue.ts";
import { type StudyEntry, studyEntry, studyHead, studyStatus, trialRow } from "./snapshot.ts";
import type { StudySource } from "./sources.ts";
import { Tally } from "./tally.ts";

/** An event of the stream. */
export interface WatchEvent {
  /** Its name. */
  readonly event: string;
  /** Its content. */
  readonly data: unknown;
}

/** Rows of one event: the page draws between two of them. */
const MOST_ROWS = 2000;

/** Sends what differs from what was sent before. */
class Sender {
  readonly #sent = new Map<string, string>();

  /** The event, unless it was the last of its name. */
  *ifNew(event: string, data: unknown): Generator<WatchEvent> {
    const text = JSON.stringify(data);
    if (this.#sent.get(event) === text) return;
    this.#sent.set(event, text);
    yield { event, data };
  }
}

/** Follows the list of studies for one page. */
class ListWatch {
  readonly #sources: () => readonly StudySource[];
  readonly #sender = new Sender();
  /** Of each study. */
  readonly #tallies = new Map<string, Tally>();

  constructor(sources: () => readonly StudySource[]) {
    this.#sources = sources;
  }

  /** What has changed since the last call. */
  *changes(): Generator<WatchEvent> {
    const studies: StudyEntry[] = [], problems: string[] = [];
    const orProblem = (action: () => void) => {
      try {
        action();
      } catch (error) {
        problems.push((error as Error).message);
      }
    };
    orProblem(() => {
      for (const source of this.#sources()) {
        orProblem(() => studies.push(...this.#entriesOf(source)));
      }
    });
    yield* this.#sender.ifNew("studies", { studies, problems });
  }

  #entriesOf(source: StudySource): StudyEntry[] {
    const storage = source.read(), { path } = source;
    return storage.getStudies().map((study) => {
      const key = JSON.stringify([path, study.name, study.direction]);
      const tally = this.#tallies.get(key) ?? new Tally(study.direction);
      this.#tallies.set(key, tally);
      return studyEntry(path, storage, study, tally);
    });
  }
}

/** A study and where it is. */
export interface NamedStudy {
  /** The source that has it. */
  readonly source: StudySource;
  /** Its name. */
  readonly name: string;
}

/** Follows one study for one page. */
class StudyWatch {
  readonly #find: () => NamedStudy;
  readonly #queue: QueueProvider | undefined;
  #trials: readonly FrozenTrial[] = [];
  readonly #sender = new Sender();

  constructor(find: () => NamedStudy, queue: QueueProvider | undefined) {
    this.#find = find;
    this.#queue = queue;
  }

  /** What has changed since the last call, or why that cannot be told. */
  async *changes(): AsyncGenerator<WatchEvent> {
    try {
      yield* this.#changes();
      yield* this.#sender.ifNew("problem", "");
    } catch (error) {
      yield* this.#sender.ifNew("problem", (error as Error).message);
    }
  }

  async *#changes(): AsyncGenerator<WatchEvent> {
    const { source, name } = this.#find();
    const storage = source.read();
    const trials = storage.getTrials(name);
    // A trial is another object once it has changed; there are fewer in a file that was replaced.
    const before = this.#trials;
    const changed = trials.filter((trial, i) => trial !== before[i]);
    const isChanged = changed.length > 0 || trials.length < before.length;
    if (isChanged || trials.length === 0) {
      yield* this.#sender.ifNew("study", studyHead(loadStudy({ name, storage })));
    }
    yield* this.#sender.ifNew("status", studyStatus(storage.getStudyAttributes(name)));
    for (let i = 0; i < changed.length || (i === 0 && isChanged); i += MOST_ROWS) {
      const rows = changed.slice(i, i + MOST_ROWS).map(trialRow);
      yield { event: "trials", data: { rows, total: trials.length } };
    }
    this.#trials = trials;
    const queue = await this.#queue?.read(name);
    if (queue) yield* this.#sender.ifNew("queue", queue);
  }
}

/** What a page follows. */
export interface PageWatchOptions {
  /** The sources there are by now. */
  readonly sources: () => readonly StudySource[];
  /** What is told first. */
  readonly hello: unknown;
  /** Finds each study that the page shows; throws while it is not there. */
  readonly studies: readonly (() => NamedStudy)[];
  /** Tells of queues, if there are any. */
  readonly queue?: QueueProvider;
}

/**
 * Follows all that one page shows: the list, and events of its studies with their places (`of`). One
 * line for all, since a browser keeps no more than six of them to a server.
 */
export class PageWatch {
  readonly #list: ListWatch;
  readonly #studies: readonly StudyWatch[];
  readonly #hello: unknown;
  readonly #sender = new Sender();

  /** Follows the list and the studies. */
  constructor({ sources, hello, studies, queue }: PageWatchOptions) {
    this.#list = new ListWatch(sources);
    this.#hello = hello;
    this.#studies = studies.map((find) => new StudyWatch(find, queue));
  }

  /** What has changed since the last call. */
  async *changes(): AsyncGenerator<WatchEvent> {
    yield* this.#sender.ifNew("hello", this.#hello);
    yield* this.#list.changes();
    for (const [of, study] of this.#studies.entries()) {
      for await (const { event, data } of study.changes()) yield { event, data: { of, data } };
    }
  }
}
