/**
 * What a worker pool and its workers tell each other.
 *
 * @module
 */

import type { Distribution, ParamValue, TrialParams } from "../distributions.ts";
import type { Json } from "../json.ts";

/** From the pool to a worker. */
export type PoolMessage =
  /** Once, first: the user's data, and the memory through which calls are answered. */
  | { type: "init"; data: unknown; reply: SharedArrayBuffer }
  /** Run a trial; the worker has none when this comes. */
  | { type: "run"; number: number; params: TrialParams };

/** From a worker to its pool. */
export type WorkerMessage =
  /** The module is loaded and waits for trials. */
  | { type: "ready" }
  /** The trial ended with a value. */
  | { type: "value"; value: number }
  /** The objective threw; `pruned` says that it was a TrialPruned. */
  | { type: "error"; name: string; message: string; pruned: boolean }
  /** The worker is about to end itself: `self.close()` or `Deno.exit()`. */
  | { type: "closing"; by: string }
  /** A method of the trial; the worker is blocked until it is answered. */
  | { type: "call"; call: TrialCall };

/** A method of the trial that only the study can answer. */
export type TrialCall =
  | { method: "suggest"; name: string; distribution: Distribution }
  | { method: "report"; value: number; step: number }
  | { method: "shouldPrune" }
  /** `json` is text, so that a value that is no JSON fails where it was given. */
  | { method: "setUserAttribute"; key: string; json: string }
  | { method: "saveArtifact"; name: string; bytes: Uint8Array };

/** A trial that a worker runs, on the side of the pool: a `Trial`, or one that takes time to answer. */
export interface HostTrial {
  /** 0 for the study's first trial, and so on. */
  readonly number: number;
  /** The parameters known so far. */
  readonly params: TrialParams;
  /** Aborted when the worker is to be ended. */
  readonly signal: AbortSignal;
  /** Milliseconds that the trial may take, where the pool does not say less. */
  readonly timeLimit?: number;
  /** A value of the parameter. */
  suggest(name: string, distribution: Distribution): ParamValue | Promise<ParamValue>;
  /** Takes a value at a step. */
  report(value: number, step: number): void;
  /** Whether to stop. */
  shouldPrune(): boolean | Promise<boolean>;
  /** Takes an attribute. */
  setUserAttribute(key: string, value: Json): void;
  /** Takes bytes. */
  saveArtifact(name: string, bytes: Uint8Array): void;
}

/** The answer to a {@linkcode TrialCall}. */
export type TrialReply =
  | { value: string | number | boolean | null }
  | { error: string };
