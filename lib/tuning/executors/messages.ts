/**
 * What a worker pool and its workers tell each other.
 *
 * @module
 */

import type { Distribution, TrialParams } from "../distributions.ts";

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

/** The answer to a {@linkcode TrialCall}. */
export type TrialReply =
  | { value: string | number | boolean | null }
  | { error: string };
