/**
 * Studies of nets on many machines: what coordinator and workers must have in common, and what travels.
 *
 * @module
 */

import { createEngine, ENGINE_NAMES, type EngineName } from "../../engines/engine.ts";
import { checkFunction, checkObject, expectation } from "../../internal/checks.ts";
import {
  anything,
  checkOptions,
  choice,
  type OptionChecks,
  required,
} from "../../internal/options.ts";
import { sha256 } from "../../internal/sha256.ts";
import { VERSION } from "../../internal/version.ts";
import type { RandomGeneratorState } from "../../random/random_generator_state.ts";
import { SETTING_TABLE } from "../../training/setting_table.ts";
import type { Settings } from "../../training/settings.ts";
import type { TrainingData } from "../../training/train_net.ts";
import type { Json, JsonInput } from "../../tuning/json.ts";
import {
  connectQueue,
  type QueueExecutor,
  type QueueExecutorOptions,
} from "../../tuning/queue/queue_executor.ts";
import {
  type ServableStudy,
  serveQueue,
  type ServeQueueOptions,
  type TrialRunner,
} from "../../tuning/queue/queue_worker.ts";
import { checkStudy, type Study } from "../../tuning/study.ts";
import { netPool } from "../executors.ts";
import { checkSearch, type NetSearch } from "../net_search.ts";
import { type DataDescription, describeData } from "../net_study.ts";
import type { NetSpace } from "../space.ts";

/** What {@linkcode netQueue} takes. */
export type NetQueueOptions = Omit<QueueExecutorOptions, "payload" | "origin">;

const QUEUE_OPTIONS: OptionChecks<NetQueueOptions> = {
  url: required(anything),
  maxRetries: anything,
  timeLimit: anything,
  onMessage: anything,
};

/** What a worker is told of a search; the images it must have itself. */
interface NetPayload {
  readonly base: Settings;
  readonly space: NetSpace;
  readonly states: readonly RandomGeneratorState[] | null;
  readonly numClasses: number | null;
  readonly data: DataDescription;
}

/** What coordinator and worker must have the same of. */
interface NetOrigin {
  /** Of this library. */
  readonly version: string;
  /** Digest of what settings there are and what they may be. */
  readonly settings: string;
  /** Digest of the images. */
  readonly data: string;
}

const SETTINGS = sha256(JSON.stringify(SETTING_TABLE));

/**
 * Trains the nets of a study on the workers of many machines: those that `deno task worker` or
 * {@linkcode serveNets} starts at the same Redis. Images do not travel: workers have them, and are
 * refused unless theirs are the same to the last pixel.
 *
 * @param study A study of the search: see `createNetStudy`.
 * @throws {RedisError} If there is no Redis that can serve, within five seconds.
 * @throws {Error} If another coordinator runs the study.
 */
export async function netQueue(
  study: Study,
  search: NetSearch,
  options: NetQueueOptions,
): Promise<QueueExecutor> {
  checkStudy("study", study);
  checkSearch(search);
  checkOptions("netQueue", options, QUEUE_OPTIONS);
  const data = describeData(search.data);
  const { base, space, states = null } = search;
  const payload: NetPayload = {
    base,
    space,
    states,
    numClasses: search.data.numClasses ?? null,
    data,
  };
  return await connectQueue(study, {
    ...options,
    payload: payload as unknown as JsonInput,
    origin: { ...originOf(data.sha256) },
  });
}

/** What {@linkcode serveNets} takes. */
export interface ServeNetsOptions extends Omit<ServeQueueOptions, "open"> {
  /** What does the arithmetic. Default: "wasm". */
  backend?: EngineName;
  /** The images of a study, so many of each kind; called once for each size. */
  load(counts: DataDescription): TrainingData | Promise<TrainingData>;
  /** The images in every preparation of the search. Default: those that are prepared already. */
  prepare?(search: NetSearch): Promise<NetSearch>;
}

const SERVE_OPTIONS: OptionChecks<ServeNetsOptions> = {
  backend: choice(ENGINE_NAMES),
  load: required(checkFunction),
  prepare: checkFunction,
  url: required(anything),
  slots: anything,
  signal: anything,
  lockDuration: anything,
  turn: anything,
  onMessage: anything,
};

/**
 * Trains nets for whatever studies are coordinated at a Redis, one net a slot on one thread each. A
 * study of another version of this library, with other settings or with other images is not served,
 * and the reason told.
 *
 * @throws {RedisError} If there is no Redis that can serve, within five seconds.
 */
export async function serveNets(options: ServeNetsOptions): Promise<void> {
  checkOptions("serveNets", options, SERVE_OPTIONS);
  const { backend = "wasm", load, prepare, ...queue } = options;
  const { slots = navigator.hardwareConcurrency } = queue;
  await serveQueue({
    ...queue,
    slots,
    async open(study: ServableStudy): Promise<{ runner: TrialRunner; origin: Json }> {
      checkOrigin(study.origin);
      const { base, space, states, numClasses, data: wanted } = payloadOf(study.payload);
      const data = await load(wanted);
      const found = describeData(data);
      if (found.sha256 !== wanted.sha256) throw new Error("its images are others than those here");
      const search: NetSearch = {
        data: { ...data, numClasses: numClasses ?? undefined },
        base,
        space,
        ...(states ? { states } : {}),
      };
      checkSearch(search);
      // The backend that does not take the study's element type is found out here, not by its trials.
      (await createEngine(backend, { dtype: base.dtype, threads: 1 }))[Symbol.dispose]();
      const prepared = await prepare?.(search) ?? search;
      const runner = netPool(prepared, { backend, size: slots, maxRetries: 0 });
      return { runner, origin: { ...originOf(found.sha256) } };
    },
  });
}

function originOf(data: string): NetOrigin {
  return { version: VERSION, settings: SETTINGS, data };
}

function checkOrigin(origin: Json): void {
  checkObject("the study's origin", origin);
  const { version, settings } = origin as unknown as NetOrigin;
  if (version !== VERSION) {
    throw new Error(`it is of version ${version} of two-layer-net, and here is ${VERSION}`);
  }
  if (settings !== SETTINGS) throw new Error("it knows other settings than are known here");
}

function payloadOf(payload: Json): NetPayload {
  checkObject("the study's payload", payload);
  const { data } = payload as unknown as NetPayload;
  const isOne = typeof data?.sha256 === "string" && Number.isSafeInteger(data.training);
  if (isOne) return payload as unknown as NetPayload;
  throw new TypeError(expectation("the study's payload", "a search for nets", payload));
}
