/**
 * Ports of pages that commands serve on this machine.
 *
 * @module
 */

import { integer } from "./numbers.ts";

/** Reads a port; 0 stands for any that is free. */
export const port: (value: string) => number = integer(0, 65_535);

/** Throws what `serve` throws, with what to do where the port is taken that the option named. */
export async function explainPort<T>(
  option: string,
  port: number,
  serve: () => Promise<T>,
): Promise<T> {
  try {
    return await serve();
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new Error(`Port ${port} is taken; ${option} 0 finds a free one`, { cause: error });
  }
}
