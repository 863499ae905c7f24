/**
 * The options that say what does the arithmetic.
 *
 * @module
 */

import { Option } from "commander";
import { BACKEND_NAMES } from "../../backends/backend.ts";
import { BACKEND_CHOICES } from "./choose_backend.ts";
import { integer } from "./numbers.ts";

/** `--backend`: one of all there are, or one of ours alone. */
export function backendOption({ ours = false } = {}): Option {
  return new Option("--backend <name>", "what does the arithmetic; auto takes the fastest there is")
    .choices(ours ? ["auto", ...BACKEND_NAMES] : BACKEND_CHOICES).default("auto");
}

/** `--threads`. */
export function threadsOption(): Option {
  return new Option("--threads <number>", "threads of the backend (default: all cores)")
    .argParser(integer(1));
}

/** `--dtype`, without a default. */
export function dtypeOption(description = "element type"): Option {
  return new Option("--dtype <type>", description).choices(["float64", "float32"]);
}
