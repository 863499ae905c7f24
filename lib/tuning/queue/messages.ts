/**
 * What coordinators and workers tell each other through Redis: trials as data, no code.
 *
 * Jobs and their results go through BullMQ's queue and are never lost; messages by publish and
 * subscribe may be, and are sent again until they are answered.
 *
 * @module
 */

import { decodeJson, encodeJson, type Json, type JsonInput } from "../json.ts";
import type { Distribution, ParamValue, TrialParams } from "../distributions.ts";

/** Before every key of ours, BullMQ's included. */
export const PREFIX = "two-layer-net";

/** How long a coordinator's word that its study runs holds, in milliseconds. */
export const STUDY_LEASE_MS = 4000;

/** How long a worker's word that it lives holds, in milliseconds. */
export const WORKER_LEASE_MS = 6000;

/** How often both give their word again, and look who else did, in milliseconds. */
export const BEAT_MS = 500;

/** Bytes of an artifact that one message carries. */
export const CHUNK_BYTES = 1 << 18;

/** Keys and channels of a study, a worker, and of all of them. */
export const KEYS = {
  /** Set of the studies' ids. */
  studies: `${PREFIX}:studies`,
  /** Set of the workers' ids. */
  workers: `${PREFIX}:workers`,
  /** The coordinator's word, a {@linkcode StudyNotice}; it expires. */
  study: (id: string): string => `${PREFIX}:study:${id}`,
  /** What workers are handed to serve it; it expires. */
  payload: (id: string): string => `${PREFIX}:payload:${id}`,
  /** A worker's word, a {@linkcode QueueWorkerState}; it expires. */
  worker: (id: string): string => `${PREFIX}:worker:${id}`,
  /** Channel to the coordinator of a study. */
  toCoordinator: (id: string): string => `${PREFIX}:to-coordinator:${id}`,
  /** Channel to a worker. */
  toWorker: (id: string): string => `${PREFIX}:to-worker:${id}`,
  /** BullMQ's lock on a job of the study's queue; its value is the holder's token. */
  lock: (id: string, job: string): string => `${PREFIX}:${id}:${job}:lock`,
} as const;

/** A study that runs, as its coordinator says. */
export interface StudyNotice {
  /** Names the study in Redis: a digest of its definition. */
  readonly id: string;
  /** The study's name. */
  readonly name: string;
  /** Which run of a coordinator this is. */
  readonly coordinator: string;
  /** The coordinator's machine and process. */
  readonly host: string;
  /** What a worker must have the same of. */
  readonly origin: Json;
}

/** A worker, as it says itself. */
export interface QueueWorkerState {
  /** Unlike every other worker's. */
  readonly id: string;
  /** Its machine and process. */
  readonly host: string;
  /** How many trials it runs at a time; 0 while it runs no other ones than those it has. */
  readonly slots: number;
  /** How many trials it can run at a time. */
  readonly size: number;
  /** The trials that it runs, by their numbers. */
  readonly trials: readonly number[];
  /** Id of the study that it serves, or `null`. */
  readonly study: string | null;
  /** Id of the study that it goes to from there, or `null`. */
  readonly next: string | null;
}

/** A trial as a job. */
export interface TrialJob {
  readonly number: number;
  /** Values of parameters, and what they were drawn from. */
  readonly params: TrialParams;
  readonly distributions: Readonly<Record<string, Distribution>>;
  /** Whether the study prunes; if not, nobody needs to be asked. */
  readonly prunes: boolean;
  /** Milliseconds that it may take, or `null`. */
  readonly timeLimit: number | null;
}

/** What an objective did to its trial, in order: the trial is these calls made again. */
export type LoggedCall =
  | { method: "suggest"; name: string; distribution: Distribution; value: ParamValue }
  | { method: "report"; value: number; step: number }
  | { method: "setUserAttribute"; key: string; value: Json };

/** How the objective ended. */
export type JobEnd =
  | { value: number }
  | { error: { name: string; message: string }; pruned: boolean };

/** An artifact that a worker holds. */
export interface OfferedArtifact {
  readonly name: string;
  readonly bytes: number;
}

/** A job's result. */
export interface JobResult {
  readonly number: number;
  readonly worker: string;
  readonly host: string;
  readonly origin: Json;
  readonly calls: readonly LoggedCall[];
  readonly end: JobEnd;
  readonly artifacts: readonly OfferedArtifact[];
}

/** What a worker asks of the coordinator. */
export type Question =
  | { about: "suggest"; name: string; distribution: Distribution }
  | { about: "prune" }
  | { about: "artifacts"; value: number; artifacts: readonly OfferedArtifact[] };

/** From a worker, about a job that it holds. */
export interface WorkerNote {
  readonly job: string;
  readonly worker: string;
  /** The token of its lock on the job. */
  readonly token: string;
  /** Calls after the first `from` ones. */
  readonly from: number;
  readonly calls: readonly LoggedCall[];
  /** What it asks, with a number that tells repetitions. */
  readonly question?: Question & { readonly id: number };
  /** A piece of an artifact, in base64. */
  readonly chunk?: { readonly name: string; readonly offset: number; readonly base64: string };
}

/** From the coordinator, about a job. */
export type CoordinatorNote =
  & { readonly job: string }
  & (
    /** The answer; without value and error, calls after the first `have` ones are missing. */
    | { type: "answer"; id: number; have: number; value?: ParamValue; error?: string }
    /** Asks for a piece of an artifact; a chunk answers. */
    | { type: "fetch"; name: string; offset: number }
    /** Nobody waits for the job's result any more. */
    | { type: "cancel" }
  );

/** A message as text. */
export function encode(message: object): string {
  return encodeJson(message as JsonInput, "message");
}

/** A message from its text; `null` if it is none. Its parts are checked where they are used. */
export function decode<T>(text: string | null): T | null {
  if (text === null) return null;
  try {
    const value = decodeJson(text);
    return typeof value === "object" && value !== null ? value as unknown as T : null;
  } catch {
    return null;
  }
}
