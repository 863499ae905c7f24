/**
 * The notebook that a cell runs in, if it runs in one.
 *
 * @module
 */

import { sleep } from "./sleep.ts";

/** What a notebook shows: one value in several MIME types. */
export interface HostData {
  /** The value by MIME type. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Hints to the front end. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * The kernel sends a cell's end through another path than its outputs, which the end may overtake;
 * a front end then loses them or puts them under the next cell. After this pause 0 of 100 were lost.
 */
const SETTLE_TIME = 10;

/**
 * Up to 6 MB 256 of 256 messages arrived, of those with 8 MB and more one in ten came garbled, and the
 * front end lost its connection with it (Deno 2.9.6).
 */
const MAX_BYTES = 4e6;

/** Outside the kernel merely touching `Deno.jupyter` throws, under `typeof` too. */
function findKernel(): typeof Deno.jupyter | undefined {
  try {
    return Deno.jupyter;
  } catch {
    return undefined;
  }
}

const kernel = findKernel();

/** Whether this code runs in a notebook's kernel (and not in one of its workers). */
export const inNotebook: boolean = kernel !== undefined;

/** Shows something in the notebook, or replaces what was shown under `displayId`. */
export function send(
  type: "display_data" | "update_display_data",
  { data, metadata }: HostData,
  displayId?: string,
): void {
  checkSize(data);
  const transient = displayId === undefined ? {} : { display_id: displayId };
  void kernel?.broadcast(type, { data, metadata, transient });
}

/** Shows an error under the running cell. */
export function sendError(ename: string, evalue: string, traceback: string[]): void {
  void kernel?.broadcast("error", { ename, evalue, traceback });
}

/** Throws a RangeError if the kernel might garble the display on its way. */
export function checkSize(data: HostData["data"]): void {
  const bytes = new TextEncoder().encode(JSON.stringify(data)).length;
  if (bytes <= MAX_BYTES) return;
  const found = `one of ${(bytes / 1e6).toFixed(1)} MB`;
  throw new RangeError(
    `Expected a display of at most ${MAX_BYTES / 1e6} MB but found ${found}: ` +
      "Deno's kernel garbles larger ones. Show less of it, or write it to a file",
  );
}

/** Resolves once everything that was shown is out. */
export async function settled(): Promise<void> {
  if (inNotebook) await sleep(SETTLE_TIME);
}
