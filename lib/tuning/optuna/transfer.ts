/**
 * Studies from Optuna's files and into them.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { checkMethods, checkString, quote } from "../../internal/checks.ts";
import { checkOptions } from "../../internal/options.ts";
import { writeWholeFile } from "../../internal/whole_file.ts";
import { checkStudyName } from "../names.ts";
import { identityOf } from "../storage/database_file.ts";
import type { Storage } from "../storage/storage.ts";
import { requeued } from "../storage/trial_changes.ts";
import { checkStudy, type Study } from "../study.ts";
import type { FrozenTrial } from "../trial.ts";
import { isSqliteFile } from "./file_kind.ts";
import { createStudy, createTrial, setStudyAttributes } from "./journal_entries.ts";
import { JournalFile } from "./journal_file.ts";
import { JournalReplay } from "./journal_replay.ts";
import { encodePythonJson } from "./python_json.ts";
import { type FoundStudy, type ReadStudy, withOptunaDatabase } from "./read_optuna_database.ts";
import { writeOptunaDatabase } from "./write_optuna_database.ts";

/** What {@linkcode importFromOptuna} takes beside the file and the storage. */
export interface ImportOptions {
  /** The study to take. Default: all that are in the file. */
  study?: string;
}

/** Endings of files that are databases; others are journals. */
const DATABASE = /\.(db|sqlite|sqlite3)$/i;

/**
 * Writes a study as a file of Optuna's, with one study in it: `optuna.load_study` opens it and goes on
 * with it. One that ends in `.db`, `.sqlite` or `.sqlite3` becomes an SQLite database with the tables
 * of Optuna 3.2 to 5, any other one a journal (`JournalFileBackend`). Trials that run are written as
 * queued. What Optuna has no place for (the declared search space, attempts, errors) is kept in system
 * attributes, which {@linkcode importFromOptuna} reads.
 *
 * @throws {Error} If the file is there already, or cannot be written.
 *
 * @example
 * ```ts
 * import { createStudy, exportToOptuna, importFromOptuna, MemoryStorage } from "two-layer-net/tuning";
 * import { assertEquals } from "@std/assert";
 *
 * const study = createStudy({ name: "parabola" });
 * await study.optimize((trial) => trial.suggestFloat("x", -1, 1) ** 2, { numTrials: 5 });
 * const path = `${await Deno.makeTempDir()}/optuna.db`;
 * await exportToOptuna(study, path); // in Python: optuna.load_study(storage=f"sqlite:///{path}", …)
 * const storage = new MemoryStorage();
 * assertEquals(importFromOptuna(path, storage), ["parabola"]);
 * assertEquals(storage.getTrials("parabola"), study.trials);
 * ```
 */
export async function exportToOptuna(study: Study, path: string): Promise<void> {
  checkStudy("study", study);
  checkString("path", path);
  if (identityOf(path)) throw new Error(`Cannot write ${path}: it is there already`);
  if (!DATABASE.test(path)) {
    const encoder = new TextEncoder();
    return await writeWholeFile(path, async (write) => {
      for (const line of optunaJournal(study)) await write(encoder.encode(`${line}\n`));
    });
  }
  const folder = await Deno.makeTempDir({ dir: dirname(path), prefix: ".optuna-" });
  try {
    const { definition, attributes, trials } = study;
    const written = { definition, attributes, trials: queuedTrials(trials) };
    writeOptunaDatabase(join(folder, "optuna.db"), written);
    await writeWholeFile(path, await Deno.readFile(join(folder, "optuna.db")));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The lines of a journal with the study in it. */
export function* optunaJournal(study: Study): Generator<string> {
  const worker_id = `two-layer-net-${crypto.randomUUID()}`;
  const line = (entry: ReturnType<typeof createTrial>) => encodePythonJson({ ...entry, worker_id });
  yield* createStudy(0, study.definition).map(line);
  yield* setStudyAttributes(0, study.attributes).map(line);
  for (const trial of queuedTrials(study.trials)) yield line(createTrial(0, trial));
}

/**
 * Takes studies out of a file of Optuna's, a journal or an SQLite database, into a storage. All is
 * read and checked before anything is written; the file is not changed. Trials that run come as
 * queued, with the parameters they had. Of a study that Python made the name, the direction, the
 * trials and its system attributes (notes, say) are known; user attributes are not taken.
 *
 * @return The names of the studies.
 * @throws {Error} If the file is neither, is of another version, has no such study, or has one that
 * this tuner cannot have (two objectives, say), or if the storage has a study of that name.
 */
export function importFromOptuna(
  path: string,
  storage: Storage,
  options: ImportOptions = {},
): string[] {
  const isStorage = "a storage such as SqliteStorage";
  checkMethods("storage", storage, isStorage, ["createStudy", "getStudies"]);
  return addStudies(readOptunaFile(path, options), storage);
}

/** Reads the studies that {@linkcode importFromOptuna} takes. */
export function readOptunaFile(path: string, options: ImportOptions = {}): ReadStudy[] {
  checkString("path", path);
  checkOptions("importFromOptuna", options, { study: checkString });
  if (identityOf(path) === null) throw new Error(`There is no file ${path}`);
  const read = (found: FoundStudy[]) => chosen(found, options.study).map(readStudy);
  return explained(
    path,
    () => isSqliteFile(path) ? withOptunaDatabase(path, read) : withJournal(path, read),
  );
}

/** Adds studies to a storage that has none of their names; returns these. */
export function addStudies(studies: readonly ReadStudy[], storage: Storage): string[] {
  const known = new Set(storage.getStudies().map(({ name }) => name));
  for (const { definition: { name } } of studies) {
    if (known.has(name)) throw new Error(`Study ${name} exists already in the storage`);
  }
  return studies.map(({ definition, attributes, trials }) => {
    storage.createStudy(definition, trials);
    if (Object.keys(attributes).length > 0) {
      storage.setStudyAttributes(definition.name, attributes);
    }
    return definition.name;
  });
}

function withJournal<T>(path: string, body: (studies: FoundStudy[]) => T): T {
  using file = new JournalFile(path, { readOnly: true });
  const replay = new JournalReplay();
  for (const line of file.readLines()) replay.apply(line);
  return body([...replay.studies.values()].map((study) => ({
    name: study.name,
    read() {
      const { definition, attributes, trials, problem } = study;
      if (problem !== null) throw new Error(problem);
      return { definition, attributes, trials: trials.list() };
    },
  })));
}

function chosen(studies: FoundStudy[], wanted: string | undefined): FoundStudy[] {
  const found = wanted === undefined ? studies : studies.filter(({ name }) => name === wanted);
  if (found.length > 0) return found;
  const names = studies.map(({ name }) => name).join(", ") || "none";
  const what = wanted === undefined ? "study" : `study named ${quote(wanted)}`;
  throw new Error(`there is no ${what} in it; its studies: ${names}`);
}

function readStudy(found: FoundStudy): ReadStudy {
  try {
    checkStudyName(found.name);
    const { trials, ...study } = found.read();
    return { ...study, trials: queuedTrials(trials) };
  } catch (error) {
    throw new Error(`study ${found.name} cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The trials, those that run as queued. */
function queuedTrials(trials: readonly FrozenTrial[]): FrozenTrial[] {
  return trials.map((trial) => trial.state === "RUNNING" ? requeued(trial) : trial);
}

/** Runs `body`; what is wrong names the file. */
function explained<T>(path: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    const { message } = error as Error;
    if (message.includes(path)) throw error;
    throw new Error(`Cannot import ${path}: ${message}`, { cause: error });
  }
}
