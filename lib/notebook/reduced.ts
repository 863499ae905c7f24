/**
 * Whether a notebook is to take the short way.
 *
 * @module
 */

import { inNotebook } from "../internal/host.ts";

/** The environment variable by which the runner's `--reduced` reaches a notebook. */
export const REDUCED_VARIABLE = "TWO_LAYER_NET_REDUCED";

/**
 * Whether `deno task notebooks --reduced` runs this notebook, as the tests do: live trainings and
 * results then stop early, as if Stop had been pressed, and figures are not the ones to expect. False
 * outside a notebook.
 */
export const reduced: boolean = inNotebook && Deno.env.get(REDUCED_VARIABLE) === "1";
