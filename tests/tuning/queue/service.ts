/** Workers and coordinators in this process. */

import {
  connectQueue,
  type QueueExecutor,
  type QueueExecutorOptions,
  serveQueue,
  type ServeQueueOptions,
  type TrialRunner,
} from "two-layer-net/queue";
import { createStudy, floatDistribution, RandomSampler, type Study } from "two-layer-net/tuning";
import { Redis } from "../../../lib/tuning/queue/clients.ts";

/** A client of its own. */
export class TestClient extends Redis implements Disposable {
  constructor(url: string) {
    super(url, { maxRetriesPerRequest: null });
    this.on("error", () => {});
  }

  [Symbol.dispose](): void {
    this.disconnect();
  }
}

/** Runs x -> 2x, after a while. */
export function doubling(milliseconds = 0): TrialRunner {
  return {
    async run(trial) {
      await pause(milliseconds);
      return 2 *
        (await trial.suggest("x", floatDistribution(0, 1)) as number);
    },
    [Symbol.dispose]() {},
  };
}

/** Resolves after so many milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A study of six trials, x = 0 to 5/8. */
export function sixTrials(options: Parameters<typeof createStudy>[0] = {}): Study {
  const study = createStudy({ sampler: new RandomSampler(), ...options });
  for (let i = 0; i < 6; i++) study.enqueueTrial({ x: i / 8 });
  return study;
}

/** The values of its trials. */
export const DOUBLED = [0, 1, 2, 3, 4, 5].map((i) => i / 4);

/** A service with its end. */
export class Service implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #end: Promise<void>;
  readonly messages: string[] = [];

  constructor(url: string, options: Partial<ServeQueueOptions> = {}) {
    this.#end = serveQueue({
      url,
      slots: 2,
      signal: this.#stop.signal,
      lockDuration: 1000,
      open: () => Promise.resolve({ runner: doubling(), origin: "same" }),
      onMessage: (message) => this.messages.push(message),
      ...options,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#end;
  }
}

/** A coordinator of the study. */
export function connect(study: Study, options: QueueExecutorOptions): Promise<QueueExecutor> {
  return connectQueue(study, { origin: "same", ...options });
}
