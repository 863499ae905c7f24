/**
 * The worker's side of a worker pool.
 *
 * @module
 */

import { checkFunction } from "../../internal/checks.ts";
import type { Distribution, ParamValue, TrialParams } from "../distributions.ts";
import { encodeJson, type JsonInput } from "../json.ts";
import { SuggestingTrial, type Trial, TrialPruned } from "../trial.ts";
import type { PoolMessage, TrialCall, WorkerMessage } from "./messages.ts";
import { ReplyChannel } from "./reply_channel.ts";

/** The part of a dedicated worker's global scope that is used here. */
interface WorkerScope {
  postMessage(message: WorkerMessage, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<PoolMessage>) => void) | null;
  close(): void;
}

/**
 * Evaluates trials for a {@linkcode WorkerPool}: call it once in the module that the pool is given.
 *
 * @param objective The objective; it also gets the `data` that was given to the pool.
 *
 * @example In `objective.ts`, beside the module that makes the pool:
 * ```ts ignore
 * import { serveTrials } from "two-layer-net/tuning";
 *
 * serveTrials((trial, shift: number) => (trial.suggestFloat("x", -5, 5) - shift) ** 2);
 * ```
 */
export function serveTrials<Data>(
  objective: (trial: Trial, data: Data) => number | Promise<number>,
): void {
  checkFunction("objective", objective);
  const scope = globalThis as unknown as WorkerScope;
  if (typeof scope.postMessage !== "function") {
    throw new Error("serveTrials() is for the module of a worker: see WorkerPool");
  }
  announceEnd(scope);
  let data: Data;
  let replies: ReplyChannel;
  scope.onmessage = async ({ data: message }) => {
    if (message.type === "init") {
      data = message.data as Data;
      replies = new ReplyChannel(message.reply);
      scope.postMessage({ type: "ready" });
      return;
    }
    const trial = new RemoteTrial(message.number, message.params, scope, replies);
    scope.postMessage(await evaluate(() => objective(trial, data)));
  };
}

async function evaluate(objective: () => number | Promise<number>): Promise<WorkerMessage> {
  try {
    return { type: "value", value: await objective() };
  } catch (error) {
    const { name, message } = error instanceof Error
      ? error
      : { name: "Error", message: String(error) };
    return { type: "error", name, message, pruned: error instanceof TrialPruned };
  }
}

/** Deno tells nobody when a worker ends itself, so the worker does. */
function announceEnd(scope: WorkerScope): void {
  const close = scope.close.bind(scope);
  const closeBy = (by: string) => {
    scope.postMessage({ type: "closing", by });
    close();
  };
  scope.close = () => closeBy("self.close()");
  Deno.exit = ((code = 0) => closeBy(`Deno.exit(${code})`)) as typeof Deno.exit;
}

/** A trial whose study is in another thread: every method is a blocking call. */
class RemoteTrial extends SuggestingTrial implements Trial {
  readonly number: number;
  readonly signal = new AbortController().signal;
  readonly #scope: WorkerScope;
  readonly #replies: ReplyChannel;
  #params: TrialParams;

  constructor(number: number, params: TrialParams, scope: WorkerScope, replies: ReplyChannel) {
    super();
    this.number = number;
    this.#params = params;
    this.#scope = scope;
    this.#replies = replies;
  }

  get params(): TrialParams {
    return this.#params;
  }

  suggest(name: string, distribution: Distribution): ParamValue {
    const value = this.#call({ method: "suggest", name, distribution });
    this.#params = { ...this.#params, [name]: value };
    return value;
  }

  report(value: number, step: number): void {
    this.#call({ method: "report", value, step });
  }

  shouldPrune(): boolean {
    return this.#call({ method: "shouldPrune" }) as boolean;
  }

  setUserAttribute(key: string, value: JsonInput): void {
    this.#call({ method: "setUserAttribute", key, json: encodeJson(value, key) });
  }

  saveArtifact(name: string, bytes: Uint8Array): void {
    this.#call({ method: "saveArtifact", name, bytes });
  }

  #call(call: TrialCall): ParamValue {
    const reply = this.#replies.ask(() => this.#scope.postMessage({ type: "call", call }));
    if ("error" in reply) throw new Error(reply.error);
    return reply.value;
  }
}
