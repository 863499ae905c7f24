/**
 * Writes a study as a database of Optuna's.
 *
 * @module
 */

import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { toNumber } from "../distributions.ts";
import type { Json } from "../json.ts";
import type { FrozenTrial } from "../trial.ts";
import { systemAttributes } from "./journal_entries.ts";
import { toOptunaDistribution } from "./optuna_distributions.ts";
import { CREATE_TABLES } from "./optuna_tables.ts";
import { encodePythonJson } from "./python_json.ts";
import type { ReadStudy } from "./read_optuna_database.ts";
import { DEFINITION } from "./vocabulary.ts";

/** Makes the file, which is not there yet, with one study in it. */
export function writeOptunaDatabase(
  path: string,
  study: ReadStudy,
): void {
  const database = new DatabaseSync(path);
  try {
    database.exec("BEGIN");
    database.exec(CREATE_TABLES);
    writeStudy(new Writer(database), study);
    database.exec("COMMIT");
  } finally {
    database.close();
  }
}

/** Inserts rows; each table's statement is prepared once. */
class Writer {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Inserts a row and returns its key. */
  insert(table: string, row: Record<string, SQLInputValue>): number {
    let statement = this.#statements.get(table);
    if (!statement) {
      const columns = Object.keys(row);
      const values = columns.map(() => "?").join(", ");
      statement = this.#database.prepare(
        `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values})`,
      );
      this.#statements.set(table, statement);
    }
    return Number(statement.run(...Object.values(row)).lastInsertRowid);
  }

  /** Inserts attributes of a study or a trial. */
  insertAttributes(
    table: string,
    owner: Record<string, number>,
    attributes: Readonly<Record<string, Json>>,
  ): void {
    for (const [key, value] of Object.entries(attributes)) {
      this.insert(table, { ...owner, key, value_json: encodePythonJson(value) });
    }
  }
}

function writeStudy(
  writer: Writer,
  { definition, attributes, trials }: ReadStudy,
): void {
  const study_id = writer.insert("studies", { study_name: definition.name });
  const direction = definition.direction.toUpperCase();
  writer.insert("study_directions", { direction, study_id, objective: 0 });
  const kept = { [DEFINITION]: definition as unknown as Json, ...attributes };
  writer.insertAttributes("study_system_attributes", { study_id }, kept);
  for (const trial of trials) writeTrial(writer, study_id, trial);
}

function writeTrial(writer: Writer, study_id: number, trial: FrozenTrial): void {
  const { number, state, value, params, distributions, intermediateValues } = trial;
  const trial_id = writer.insert("trials", {
    number,
    study_id,
    state,
    datetime_start: toTime(trial.startedAt),
    datetime_complete: toTime(trial.finishedAt),
  });
  for (const [param_name, param] of Object.entries(params)) {
    writer.insert("trial_params", {
      trial_id,
      param_name,
      param_value: toNumber(distributions[param_name], param),
      distribution_json: toOptunaDistribution(distributions[param_name]),
    });
  }
  if (value !== null) {
    const [stored, value_type] = toStored(value);
    writer.insert("trial_values", { trial_id, objective: 0, value: stored, value_type });
  }
  for (const [step, reported] of intermediateValues) {
    const [intermediate_value, intermediate_value_type] = toStored(reported);
    const row = { trial_id, step, intermediate_value, intermediate_value_type };
    writer.insert("trial_intermediate_values", row);
  }
  writer.insertAttributes("trial_user_attributes", { trial_id }, trial.userAttributes);
  writer.insertAttributes("trial_system_attributes", { trial_id }, systemAttributes(trial));
}

/** A number as two columns hold it. */
function toStored(value: number): [number | null, string] {
  if (Number.isNaN(value)) return [null, "NAN"];
  if (Number.isFinite(value)) return [value, "FINITE"];
  return [null, value > 0 ? "INF_POS" : "INF_NEG"];
}

/** UTC with microseconds and without a zone. */
function toTime(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  return new Date(milliseconds).toISOString().replace("T", " ").replace("Z", "000");
}
