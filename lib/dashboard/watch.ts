/**
 * What happens in a study, event by event: all there is at first, then what has changed.
 *
 * @module
 */

import { loadStudy } from "../tuning/create_study.ts";
import type { FrozenTrial } from "../tuning/trial.ts";
import type { QueueProvider } from "./queue.ts";
import { type StudyEntry, studyEntry, studyHead, studyStatus, trialRow } from "./snapshot.ts";
import type { StudySource } from "./sources.ts";

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
export class ListWatch {
  readonly #sources: () => readonly StudySource[];
  readonly #hello: unknown;
  readonly #sender = new Sender();

  /** Follows the studies of the sources; `hello` is told first. */
  constructor(sources: () => readonly StudySource[], hello: unknown) {
    this.#sources = sources;
    this.#hello = hello;
  }

  /** What has changed since the last call. */
  *changes(): Generator<WatchEvent> {
    yield* this.#sender.ifNew("hello", this.#hello);
    const studies: StudyEntry[] = [], problems: string[] = [];
    for (const source of this.#sources()) {
      try {
        const storage = source.read();
        for (const study of storage.getStudies()) {
          studies.push(studyEntry(source.path, storage, study));
        }
      } catch (error) {
        problems.push((error as Error).message);
      }
    }
    yield* this.#sender.ifNew("studies", { studies, problems });
  }
}

/** Follows one study for one page. */
export class StudyWatch {
  readonly #source: StudySource;
  readonly #name: string;
  readonly #queue: QueueProvider | undefined;
  #trials: readonly FrozenTrial[] = [];
  readonly #sender = new Sender();
  #isNew = true;

  /** Follows the study of that name. */
  constructor(source: StudySource, name: string, queue?: QueueProvider) {
    this.#source = source;
    this.#name = name;
    this.#queue = queue;
  }

  /** What has changed since the last call. */
  async *changes(): AsyncGenerator<WatchEvent> {
    const storage = this.#source.read();
    const trials = storage.getTrials(this.#name);
    // A trial is another object once it has changed.
    const changed = trials.filter((trial, i) => trial !== this.#trials[i]);
    if (changed.length > 0 || this.#isNew) {
      yield* this.#sender.ifNew("study", studyHead(loadStudy({ name: this.#name, storage })));
    }
    yield* this.#sender.ifNew("status", studyStatus(storage.getStudyAttributes(this.#name)));
    this.#trials = trials;
    this.#isNew = false;
    for (let i = 0; i < changed.length; i += MOST_ROWS) {
      const rows = changed.slice(i, i + MOST_ROWS).map(trialRow);
      yield { event: "trials", data: { rows, total: trials.length } };
    }
    const queue = await this.#queue?.read(this.#name);
    if (queue) yield* this.#sender.ifNew("queue", queue);
  }
}
