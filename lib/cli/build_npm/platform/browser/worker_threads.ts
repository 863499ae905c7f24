/**
 * `node:worker_threads` for browsers, as far as the threads of the wasm backend use it.
 *
 * @module
 */

interface Options {
  readonly workerData: unknown;
}

/** A worker whose program is a text. */
export class Worker {
  readonly #worker: globalThis.Worker;

  constructor(program: string, { workerData }: Options) {
    const source = `onmessage = ({ data }) => {
      const require = () => ({ workerData: data });
      ${program}
      close();
    };`;
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.#worker = new globalThis.Worker(url);
    this.#worker.onmessage = null;
    this.#worker.postMessage(workerData);
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // it may have begun to load late
  }

  /** A page does not wait for its workers. */
  unref(): void {}
}
