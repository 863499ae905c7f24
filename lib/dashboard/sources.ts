/**
 * Where the page's studies come from: files that other processes may work on, and a storage that this
 * one works on.
 *
 * @module
 */

import { join } from "node:path";
import { ArtifactDirectory } from "../tuning/artifacts.ts";
import { isJournal, isSqliteFile } from "../tuning/optuna/file_kind.ts";
import { type FileIdentity, identityOf } from "../tuning/storage/database_file.ts";
import type { Storage } from "../tuning/storage/storage.ts";
import { openStudyFile } from "../tuning/storage/study_file.ts";
import { weightsDir } from "../tuning/study_files.ts";

/** Studies of one file. */
export interface StudySource extends Disposable {
  /** The file's path, by which the page calls it. */
  readonly path: string;
  /** The storage, as it is by now, to read from. */
  read(): Storage;
  /** Runs `action` on a storage that may be written to. */
  write<T>(action: (storage: Storage) => T): T;
  /** Where its studies' nets are kept. */
  readonly artifacts: ArtifactDirectory;
}

/** A file that is opened to look, and for a moment when something is to be written. */
class FileSource implements StudySource {
  readonly path: string;
  readonly artifacts: ArtifactDirectory;
  #storage: Storage | null = null;
  #identity: FileIdentity | null = null;

  constructor(path: string) {
    this.path = path;
    this.artifacts = new ArtifactDirectory(weightsDir(path));
  }

  read(): Storage {
    const identity = identityOf(this.path);
    if (identity?.ino !== this.#identity?.ino || identity?.dev !== this.#identity?.dev) {
      // Replaced by another file since, or gone.
      this[Symbol.dispose]();
      this.#identity = identity;
    }
    return this.#storage ??= openStudyFile(this.path, { readOnly: true });
  }

  write<T>(action: (storage: Storage) => T): T {
    // A file that is not there, or not ours, is not made one.
    this.read();
    using storage = openStudyFile(this.path);
    return action(storage);
  }

  [Symbol.dispose](): void {
    this.#storage?.[Symbol.dispose]();
    this.#storage = null;
  }
}

/** A storage that this process works on. */
export function sourceOf(path: string, storage: Storage): StudySource {
  return {
    path,
    read: () => storage,
    write: (action) => action(storage),
    artifacts: new ArtifactDirectory(weightsDir(path)),
    [Symbol.dispose]: () => {},
  };
}

/** The sources behind files and folders; what comes into a folder later is found later. */
export class SourceFinder implements Disposable {
  readonly #paths: readonly string[];
  readonly #known = new Map<string, StudySource>();

  /**
   * Sources behind the paths.
   *
   * @throws {Error} If one of them is not there.
   */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
    for (const path of paths) {
      if (identityOf(path) === null) throw new Error(`There is no file or folder ${path}`);
    }
  }

  /** The sources there are by now, in the order of the paths and, in a folder, of the names. */
  list(): StudySource[] {
    return this.#paths.flatMap(filesOf).map((path) => {
      const source = this.#known.get(path) ?? new FileSource(path);
      this.#known.set(path, source);
      return source;
    });
  }

  [Symbol.dispose](): void {
    for (const source of this.#known.values()) source[Symbol.dispose]();
  }
}

/** The file itself, also while it is gone, or the files of studies in the folder. */
function filesOf(path: string): string[] {
  if (identityOf(path) === null || !Deno.statSync(path).isDirectory) return [path];
  const files = Array.from(Deno.readDirSync(path)).filter(({ isDirectory }) => !isDirectory);
  return files.map(({ name }) => join(path, name)).filter(isStudyFile).sort();
}

function isStudyFile(path: string): boolean {
  try {
    return /\.(db|log|journal|jsonl)$/i.test(path) && (isJournal(path) || isSqliteFile(path));
  } catch {
    return false; // what may not be read
  }
}
