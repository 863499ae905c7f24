/**
 * The backend that a command was asked for, or the fastest there is.
 *
 * @module
 */

import type { Backend, BackendName, BackendOptions } from "../../backends/backend.ts";
import { bestBackend, createBackend } from "../../backends/create_backend.ts";
import {
  createEngine,
  type Engine,
  ENGINE_NAMES,
  type EngineName,
  ourEngine,
} from "../../engines/engine.ts";
import { printError } from "./output.ts";

/** What `--backend` may name. */
export const BACKEND_CHOICES = ["auto", ...ENGINE_NAMES] as const;

/** One of {@linkcode BACKEND_CHOICES}. */
export type BackendChoice = EngineName | "auto";

/** One of our own backends; says on standard error why it is not a faster one. */
export async function chooseBackend(
  choice: BackendName | "auto",
  options: BackendOptions = {},
): Promise<Backend> {
  if (choice !== "auto") return await createBackend(choice, options);
  return await bestBackend({ ...options, onFallback: printError });
}

/** Starts the backend and says on standard error which it is, and why not a faster one. */
export async function chooseEngine(
  choice: BackendChoice,
  options: BackendOptions,
): Promise<Engine> {
  const engine = choice === "auto"
    ? ourEngine(await chooseBackend(choice, options))
    : await createEngine(choice, options);
  printError(engine.description);
  return engine;
}

/** The element type unless one is asked for. */
export function standardDtype(choice: BackendChoice): "float32" | "float64" {
  return choice.startsWith("tfjs:") ? "float32" : "float64";
}
