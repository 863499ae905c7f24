/**
 * Whether a notebook is to take the short way.
 *
 * @module
 */

import { inNotebook } from "../internal/host.ts";

/** The environment variable by which the runner's `--reduced` reaches a notebook. */
export const REDUCED_VARIABLE = "TWO_LAYER_NET_REDUCED";

/**
 * Whether `deno task notebooks --reduced` runs this notebook, as the tests do: long computations
 * are then cut short, and their figures are not the ones to expect. False outside a notebook.
 *
 * @example
 * ```ts
 * import { reduced } from "two-layer-net/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * const numIters = reduced ? 50 : 1000;
 * assertEquals(numIters, 1000);
 * ```
 */
export const reduced: boolean = inNotebook && Deno.env.get(REDUCED_VARIABLE) === "1";
