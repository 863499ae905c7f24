/**
 * A kernel of Deno's, started as a child process and driven over Jupyter's protocol.
 *
 * @module
 */

import { sleep } from "../../internal/sleep.ts";
import { Channels, newConnection } from "./channels.ts";
import type { Message } from "./message.ts";
import { KernelProcess } from "./process.ts";
import { TIMEOUT, within } from "../../notebook/within.ts";

const STUCK = Symbol("stuck");

const START_ATTEMPTS = 3;
const SHUTDOWN_WAIT = 3000;
const DEATH_WAIT = 500;
const CONNECT_INTERVAL = 20;
const HANDSHAKE_INTERVAL = 300;

const BARRIER = "x_barrier";

/** A cell that has reported an error ends by itself in this time, or something waits in vain. */
const ERROR_GRACE = 2000;

const GARBLED = "Deno's kernel garbles outputs of more than 4 MB now and then; show less at once";

/** How a kernel is started. */
export interface KernelOptions {
  /** Working directory of the cells. */
  cwd: string;
  /** Environment variables on top of this process's own; none by default. */
  env?: Record<string, string>;
  /** Milliseconds that the start may take; default 30,000. */
  startTimeout?: number;
}

/** How a cell is executed. */
export interface ExecuteOptions {
  /** Milliseconds after which the kernel is ended. */
  timeout: number;
  /** Whether a cell may go on for as long as it likes after an error; default false. */
  allowErrors?: boolean;
  /** Called with each output message of the cell, in order. */
  onOutput?: (message: Message) => void;
}

/** How the execution of a cell ended. */
export interface Execution {
  /**
   * Completed; threw; did not end after an error that nothing caught, or in time (the kernel is ended
   * in both cases); or took the kernel with it.
   */
  status: "ok" | "error" | "stuck" | "timeout" | "dead";
  /** The kernel's count of executed cells; null where it did not reply. */
  executionCount: number | null;
  /** What went wrong, as the kernel's reply or the kernel's end has it. */
  error?: { ename: string; evalue: string; traceback: string[] };
}

/** A running kernel. */
export class Kernel {
  readonly #process: KernelProcess;
  readonly #channels: Channels;

  private constructor(process: KernelProcess, channels: Channels) {
    this.#process = process;
    this.#channels = channels;
  }

  /**
   * Starts a kernel and waits until it answers.
   *
   * The ports are chosen before the kernel binds them, so that another process can take one in
   * between: a kernel that ends during its start is started anew, on other ports.
   */
  static async start(options: KernelOptions): Promise<Kernel> {
    for (let attempt = 1;; attempt++) {
      const started = await Kernel.#tryStart(options);
      if (started instanceof Kernel) return started;
      if (attempt === START_ATTEMPTS || started.timedOut) throw new Error(started.reason);
    }
  }

  static async #tryStart(
    { cwd, env = {}, startTimeout = 30_000 }: KernelOptions,
  ): Promise<Kernel | { reason: string; timedOut: boolean }> {
    const info = newConnection();
    const process = await KernelProcess.start(info, cwd, env);
    const giveUp = new AbortController();
    const starting = (async () => {
      const channels = await connect(info, giveUp.signal);
      if (channels !== undefined) await handshake(channels, giveUp.signal);
      return channels;
    })();
    const outcome = await within(startTimeout, Promise.race([starting, process.death]));
    if (outcome instanceof Channels) {
      await process.forgetKey();
      return new Kernel(process, outcome);
    }

    giveUp.abort();
    await process.kill();
    (await starting)?.close();
    const timedOut = outcome === TIMEOUT;
    const reason = timedOut ? `no answer within ${startTimeout / 1000} s` : outcome ?? "";
    return { reason: `The kernel did not start: ${reason}`, timedOut };
  }

  /** What the kernel says of itself: the content of its `kernel_info_reply`. */
  async info(): Promise<Message["content"]> {
    return (await this.#channels.request("shell", "kernel_info_request", {})).content;
  }

  /**
   * Executes code and waits until all of its output has come.
   *
   * @param code The cell's source.
   * @param options How long it may take, and where its outputs go.
   */
  async execute(
    code: string,
    { timeout, allowErrors = false, onOutput = () => {} }: ExecuteOptions,
  ): Promise<Execution> {
    const stuck = Promise.withResolvers<typeof STUCK>();
    let grace: ReturnType<typeof setTimeout> | undefined;
    const executed = this.#executeToBarrier(code, (message) => {
      onOutput(message);
      if (message.type !== "error" || allowErrors) return;
      grace ??= setTimeout(() => stuck.resolve(STUCK), ERROR_GRACE);
    });
    const ended = Promise.race([executed, stuck.promise, this.#end()]);
    const outcome = await within(timeout, ended).finally(() => clearTimeout(grace));
    if (typeof outcome === "object") return execution(outcome);
    await this.shutdown();
    if (typeof outcome === "string") return failed("dead", "DeadKernelError", outcome);
    if (outcome === STUCK) return failed("stuck", "Error", "The cell did not end after an error");
    return failed("timeout", "TimeoutError", `The cell ran longer than ${timeout / 1000} s`);
  }

  /** Runs code of the runner's own, which counts as no cell; fine if it fails. */
  async prepare(code: string): Promise<void> {
    await Promise.race([this.#request(code, true), this.#end()]);
  }

  /** Why the kernel can be used no more, once that is so and what it wrote before has come. */
  async #end(): Promise<string> {
    const { death } = this.#process;
    const reason = await Promise.race([death, this.#channels.lost]);
    if (reason === this.#process.ended) {
      await within(DEATH_WAIT, this.#channels.lost);
      return reason;
    }
    const died = await within(DEATH_WAIT, death);
    return died === TIMEOUT ? `The kernel's messages cannot be read: ${reason}. ${GARBLED}` : died;
  }

  /**
   * The kernel's idle message can overtake outputs. They all have come, and belong to this cell,
   * once a broadcast that was asked for after the cell's reply arrives.
   */
  async #executeToBarrier(
    code: string,
    onOutput: (message: Message) => void,
  ): Promise<Message["content"]> {
    const id = crypto.randomUUID();
    const barrier = Promise.withResolvers<void>();
    this.#channels.onBroadcast = (message) => {
      if (message.type !== BARRIER) onOutput(message);
      else if (message.content.id === id) barrier.resolve();
    };
    const reply = await this.#request(code, false);
    void this.#request(`Deno.jupyter.broadcast("${BARRIER}", { id: "${id}" })`, true);
    await barrier.promise;
    return reply.content;
  }

  #request(code: string, silent: boolean): Promise<Message> {
    return this.#channels.request("shell", "execute_request", {
      code,
      silent,
      store_history: !silent,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
  }

  /** What Stop does: sends SIGINT, which ends a kernel whose code does not listen to it. */
  interrupt(): void {
    this.#process.interrupt();
  }

  /**
   * Asks the kernel to end, which it does in the middle of a cell too, and kills it where it does
   * not.
   */
  async shutdown(): Promise<void> {
    if (this.#process.ended === undefined) {
      void this.#channels.request("control", "shutdown_request", { restart: false });
      await within(SHUTDOWN_WAIT, this.#process.death);
    }
    await this.#process.kill();
    this.#channels.close();
  }
}

/** Connects as soon as the kernel listens; undefined once given up. */
async function connect(
  info: Parameters<typeof Channels.connect>[0],
  giveUp: AbortSignal,
): Promise<Channels | undefined> {
  while (!giveUp.aborted) {
    const channels = await Channels.connect(info).catch(() => undefined);
    if (channels !== undefined) return channels;
    await sleep(CONNECT_INTERVAL);
  }
  return undefined;
}

/**
 * Asks until both the reply and a broadcast have come: the kernel drops broadcasts until it has
 * seen our subscription.
 */
async function handshake(channels: Channels, giveUp: AbortSignal): Promise<void> {
  let heard = false;
  channels.onBroadcast = () => heard = true;
  while (!heard && !giveUp.aborted) {
    const reply = channels.request("shell", "kernel_info_request", {});
    await within(HANDSHAKE_INTERVAL, reply);
    await sleep(CONNECT_INTERVAL);
  }
}

function execution(reply: Message["content"]): Execution {
  const executionCount = reply.execution_count ?? null;
  if (reply.status === "ok") return { status: "ok", executionCount };
  const { ename = "Error", evalue = "", traceback = [] } = reply;
  return { status: "error", executionCount, error: { ename, evalue, traceback } };
}

function failed(status: "stuck" | "timeout" | "dead", ename: string, evalue: string): Execution {
  return { status, executionCount: null, error: { ename, evalue, traceback: [] } };
}
