/**
 * The worker's work: it holds the images and one run, and reports where that stands.
 *
 * @module
 */

import type { Backend } from "../backends/backend.ts";
import { sha256 } from "../internal/sha256.ts";
import type { TwoLayerParams } from "../nn/params.ts";
import type { PlaygroundData } from "./dataset.ts";
import type { Accuracies, Message, PlainParams, Report, Request } from "./messages.ts";
import { TrainingRun } from "./training_run.ts";

/** The shortest time between two reports of a running training, in milliseconds. */
const REPORT_MS = 66;

/** Takes requests and posts messages. */
export class Trainer {
  readonly #data: PlaygroundData;
  readonly #backend: Backend;
  readonly #post: (message: Message, transfer?: Transferable[]) => void;
  #run: TrainingRun | null = null;
  #number = 0;
  #step = 0;
  #losses: number[] = [];
  #accuracies: Accuracies[] = [];
  #reported = { at: 0, step: 0 };
  #isDrawn = true;
  #changing: Promise<void> = Promise.resolve();

  constructor(
    data: PlaygroundData,
    backend: Backend,
    post: (message: Message, transfer?: Transferable[]) => void,
  ) {
    this.#data = data;
    this.#backend = backend;
    this.#post = post;
  }

  /** Does what is asked for; resolves when it is done. */
  handle(request: Request): Promise<void> {
    if (request.type === "drawn") {
      this.#isDrawn = true;
      return Promise.resolve();
    }
    // One after the other: a run begins when the last one has ended.
    return this.#changing = this.#changing.then(() => this.#change(request)).catch((error) =>
      this.#post({ type: "failed", message: (error as Error).message })
    );
  }

  async #change(request: Exclude<Request, { type: "drawn" }>): Promise<void> {
    if (request.type === "start") return await this.#start(request);
    this.#reported = { at: performance.now(), step: this.#step };
    this.#run?.allow(request.steps);
  }

  async #start({ run: number, settings }: Request & { type: "start" }): Promise<void> {
    const last = this.#run;
    this.#run = null; // it reports no more
    await last?.[Symbol.asyncDispose]();
    [this.#number, this.#step, this.#losses, this.#accuracies] = [number, 0, [], []];
    const run: TrainingRun = new TrainingRun(settings, this.#data, this.#backend, {
      onStep: ({ iteration, loss }) => {
        this.#step = iteration + 1;
        this.#losses.push(loss);
        if (run === this.#run) this.#reportNow(run);
      },
      onEpoch: ({ iteration, trainAccuracy: train, valAccuracy: val }) => {
        this.#accuracies.push({ step: iteration + 1, train, val });
      },
      onPause: () => run === this.#run && this.#report(run, "paused"),
    });
    this.#run = run;
    this.#report(run, "paused");
    run.done.then(
      () => run === this.#run && this.#report(run, "finished"),
      (error) => this.#post({ type: "failed", message: error.message }),
    );
  }

  /** A report, unless the last one is still being drawn or was a moment ago. */
  #reportNow(run: TrainingRun): void {
    const isDue = performance.now() - this.#reported.at >= REPORT_MS;
    if (isDue && this.#isDrawn) this.#report(run, "running");
  }

  #report(run: TrainingRun, state: Report["state"]): void {
    const now = performance.now(), { at, step } = this.#reported;
    const speed = state === "running" ? 1000 * (this.#step - step) / (now - at) : 0;
    const params = plainParams(run.net.params);
    const { W1, b1, W2, b2 } = params, arrays = [W1, b1, W2, b2];
    const digest = state === "running" ? undefined : sha256(...arrays.map(bytesOf));
    const [losses, accuracies] = [this.#losses, this.#accuracies];
    const report = { type: "report", run: this.#number, step: this.#step, state } as const;
    this.#post(
      { ...report, losses, accuracies, params, speed, digest },
      arrays.map(({ buffer }) => buffer),
    );
    [this.#losses, this.#accuracies] = [[], []];
    this.#reported = { at: now, step: this.#step };
    this.#isDrawn = state !== "running";
  }
}

function plainParams({ W1, b1, W2, b2 }: TwoLayerParams): PlainParams {
  const copy = ({ data }: { data: ArrayLike<number> }) => Float32Array.from(data);
  return { hiddenSize: W1.cols, W1: copy(W1), b1: copy(b1), W2: copy(W2), b2: copy(b2) };
}

function bytesOf({ buffer }: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}
