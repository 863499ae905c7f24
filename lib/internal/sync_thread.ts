/**
 * A thread that does what can only be waited for, for a caller that cannot wait but by blocking: the
 * methods of a synchronous interface over a network, say.
 *
 * @module
 */

import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
  workerData,
} from "node:worker_threads";

/** What a thread can be asked to do, by name. */
// deno-lint-ignore no-explicit-any
export type Methods = Readonly<Record<string, (...args: any[]) => Promise<unknown>>>;

/** What a thread is born with. */
interface Birth {
  readonly port: MessagePort;
  /** Counts answers. */
  readonly answers: Int32Array;
}

/** A request, and what came of one. */
type Request = { readonly method: string; readonly args: readonly unknown[] };
type Answer = { readonly value: unknown } | { readonly error: string };

/** The caller's side. It keeps no process alive. */
export class SyncThread<M extends Methods> implements Disposable {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #answers = new Int32Array(new SharedArrayBuffer(4));
  /** Why nothing more can be asked. */
  #fault: Error | null = null;

  /** Starts the thread, whose module calls {@linkcode serveCalls}. */
  constructor(module: URL) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const born: Birth = { port: port2, answers: this.#answers };
    this.#worker = new Worker(module, { workerData: born, transferList: [port2] });
    this.#worker.on("error", (error) => this.#fault ??= error as Error);
    this.#worker.unref();
  }

  /**
   * What the method's promise becomes; this thread does nothing else meanwhile.
   *
   * @param patience Milliseconds after which the thread is given up, and all that it was asked with it.
   * @throws {Error} If the promise is rejected, or the patience is over: then and from then on.
   */
  call<K extends keyof M & string>(
    patience: number,
    method: K,
    ...args: Parameters<M[K]>
  ): Awaited<ReturnType<M[K]>> {
    if (this.#fault) throw this.#fault;
    const before = Atomics.load(this.#answers, 0);
    this.#port.postMessage({ method, args } satisfies Request);
    if (Atomics.wait(this.#answers, 0, before, patience) === "timed-out") {
      this.#fault = new Error(`no answer within ${patience / 1000} s`);
      this[Symbol.dispose]();
      throw this.#fault;
    }
    const { message } = receiveMessageOnPort(this.#port) as { message: Answer };
    if ("error" in message) throw new Error(message.error);
    return message.value as Awaited<ReturnType<M[K]>>;
  }

  /** Ends the thread. */
  [Symbol.dispose](): void {
    this.#fault ??= new Error("it was closed");
    this.#port.close();
    void this.#worker.terminate();
  }
}

/** The thread's side: answers one request after the other. */
export function serveCalls(methods: Methods): void {
  const { port, answers } = workerData as Birth;
  port.on("message", async ({ method, args }: Request) => {
    port.postMessage(await answer(methods[method], args));
    Atomics.add(answers, 0, 1);
    Atomics.notify(answers, 0);
  });
}

async function answer(method: Methods[string], args: readonly unknown[]): Promise<Answer> {
  try {
    return { value: await method(...args) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
