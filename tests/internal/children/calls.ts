/** A thread that can be asked for little. */

import { serveCalls } from "../../../lib/internal/sync_thread.ts";

const methods = {
  add: (a: number, b: number) => Promise.resolve(a + b),
  later: async (milliseconds: number) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return new Map([["later", milliseconds]]);
  },
  fail: (message: string) => Promise.reject(new RangeError(message)),
};

/** What it can be asked for. */
export type Calls = typeof methods;

serveCalls(methods);
