/**
 * Calls of the queue, at a port where no Redis is: whatever is asked for well ends in saying so.
 *
 * @module
 */

import * as lib from "./library.ts";
import type { Calls } from "./call.ts";
import { search, signal, study } from "./fixtures.ts";

const url = "redis://127.0.0.1:1";

/** The call without the error that there is no Redis. */
function offline<Args extends never[]>(
  run: (...args: Args) => Promise<unknown>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      await run(...args);
    } catch (error) {
      if (!(error instanceof lib.RedisError)) throw error;
    }
  };
}

const timing = () => ({ slots: 1, signal: signal(), lockDuration: 1000, onMessage: () => {} });

const coordination = () => ({ url, maxRetries: 1, timeLimit: 1000, onMessage: () => {} });

export const QUEUE_CALLS: Calls = {
  checkRedis: { run: offline(lib.checkRedis), args: () => ({ url }) },
  connectQueue: {
    run: offline(lib.connectQueue),
    args: () => ({
      study: study(),
      options: { ...coordination(), payload: { a: 1 }, origin: { b: 2 } },
    }),
    loose: ["options.payload", "options.origin"],
  },
  netQueue: {
    run: offline(lib.netQueue),
    args: () => ({ study: study(), search: search(), options: coordination() }),
    loose: ["search.base."],
  },
  serveQueue: {
    run: offline(lib.serveQueue),
    args: () => ({ options: { ...timing(), url, open: () => Promise.reject(new Error("none")) } }),
  },
  serveNets: {
    run: offline(lib.serveNets),
    args: () => ({
      options: {
        ...timing(),
        url,
        backend: "wasm",
        load: () => search().data,
        prepare: (given: lib.NetSearch) => Promise.resolve(given),
      },
    }),
  },
};
