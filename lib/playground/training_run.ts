/**
 * A training that can be paused between any two steps.
 *
 * @module
 */

import type { Backend } from "../backends/backend.ts";
import { TwoLayerNet } from "../nn/two_layer_net.ts";
import { isEpochEnd } from "../optim/schedules.ts";
import type { Model } from "../solver/model.ts";
import type { Callbacks, EpochInfo, StepInfo } from "../solver/options.ts";
import type { Settings } from "../training/settings.ts";
import { lengthOf } from "../training/solver_options.ts";
import { prepareTraining, type TrainingData } from "../training/train_net.ts";
import { StepGate } from "./step_gate.ts";

/** Who is told of what happens; training waits for none of it. */
export interface Watcher {
  /** After each step. */
  onStep(info: StepInfo): void;
  /** When accuracies were measured. */
  onEpoch(info: EpochInfo): void;
  /** When training waits to be allowed more. */
  onPause(): void;
}

/** One run by one set of settings; it starts paused, before its first step. */
export class TrainingRun implements AsyncDisposable {
  /** The net: its weights are those of the step it stands at. */
  readonly net: TwoLayerNet;
  /** Resolves after the last step, or when the run was stopped. */
  readonly done: Promise<unknown>;
  readonly #gate = new StepGate();
  readonly #stop = new AbortController();
  readonly #watcher: Watcher;

  /**
   * @throws {RangeError} If a setting is out of range.
   */
  constructor(settings: Settings, data: TrainingData, backend: Backend, watcher: Watcher) {
    this.#watcher = watcher;
    const { net, train } = prepareTraining(settings, data, {
      dtype: backend.dtype,
      createNet: (options) => new TwoLayerNet({ ...options, backend }),
    });
    this.net = net;
    const { stepsPerEpoch } = lengthOf(settings, data.XTrain.rows);
    const run = { callbacks: [this.#callbacks(stepsPerEpoch)], signal: this.#stop.signal };
    const model: Model = net; // without the overload that gives scores
    this.done = this.#gate.pass().then(() => train(model, run));
  }

  /** Allows so many steps from here on, 0 to pause and Infinity to run. */
  allow(steps: number): void {
    this.#gate.allow(steps);
  }

  /** Ends the run, and gives the memory of its net back. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#gate.allow(Infinity);
    await this.done;
    this.net[Symbol.dispose]();
  }

  #callbacks(stepsPerEpoch: number): Callbacks {
    return {
      onStep: async (info) => {
        this.#watcher.onStep(info);
        // A step at which accuracies are measured ends after them.
        if (!isEpochEnd(info.iteration, stepsPerEpoch)) await this.#pass(info);
      },
      onEpoch: async (info) => {
        this.#watcher.onEpoch(info);
        await this.#pass(info);
      },
    };
  }

  async #pass({ iteration, numIters }: StepInfo): Promise<void> {
    if (iteration + 1 === numIters) return;
    if (this.#gate.isClosed) this.#watcher.onPause();
    await this.#gate.pass();
  }
}
