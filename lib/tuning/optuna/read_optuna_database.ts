/**
 * Reads studies out of a database of Optuna's.
 *
 * @module
 */

import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { checkInteger, quote } from "../../internal/checks.ts";
import type { Json } from "../json.ts";
import { readRows, type Row } from "../storage/digests.ts";
import type { StudyAttributes, StudyDefinition } from "../storage/storage.ts";
import type { FrozenTrial, TrialState } from "../trial.ts";
import { DistributionReader, fromOptunaParam } from "./optuna_distributions.ts";
import { TABLES_VERSION } from "./optuna_tables.ts";
import { decodePythonJson } from "./python_json.ts";
import { toTrial } from "./stored_trial.ts";
import { DEFINITION } from "./vocabulary.ts";

/** How long another program's transaction is waited for. */
const BUSY_TIMEOUT_MS = 30_000;

const NUMBERS: Record<string, number> = { NAN: NaN, INF_POS: Infinity, INF_NEG: -Infinity };

/** A study as it was read. */
export interface ReadStudy {
  readonly definition: StudyDefinition;
  readonly attributes: StudyAttributes;
  readonly trials: readonly FrozenTrial[];
}

/** A study that is read when it is asked for: by then it must be one that this tuner can have. */
export interface FoundStudy {
  readonly name: string;
  /** @throws {Error} With what this tuner has not. */
  read(): ReadStudy;
}

/**
 * Runs `body` on the studies of a database of Optuna's, all as they are at one time.
 *
 * @throws {Error} If the file is none, or of another version.
 */
export function withOptunaDatabase<T>(path: string, body: (studies: FoundStudy[]) => T): T {
  const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    // One view for all queries: another process may write between them.
    database.exec("BEGIN");
    checkVersion(database);
    const studies = readRows(database, "SELECT * FROM studies ORDER BY study_id");
    return body(studies.map((row) => ({
      name: row.study_name as string,
      read: () => readStudy(database, row),
    })));
  } finally {
    database.close();
  }
}

function checkVersion(database: DatabaseSync): void {
  const [table] = readRows(
    database,
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'alembic_version'",
  );
  if (!table) throw new Error("it has no tables of Optuna's, or those of Optuna before 1.0");
  const [row] = readRows(database, "SELECT version_num FROM alembic_version");
  const version = row?.version_num;
  if (version === TABLES_VERSION) return;
  throw new Error(
    `its tables are of version ${
      quote(version)
    }, and this program knows ${TABLES_VERSION}, that of ` +
      "Optuna 3.2 to 5 (`optuna storage upgrade` brings older ones up)",
  );
}

function readStudy(database: DatabaseSync, { study_id, study_name }: Row): ReadStudy {
  const id = study_id as bigint, name = study_name as string;
  const directions = readRows(
    database,
    "SELECT direction FROM study_directions WHERE study_id = ?",
    id,
  );
  if (directions.length !== 1) {
    throw new Error(`it has ${directions.length} objectives, and this tuner takes one`);
  }
  const { [DEFINITION]: stored, ...attributes } = toRecord(readRows(
    database,
    "SELECT key, value_json FROM study_system_attributes WHERE study_id = ?",
    id,
  ));
  const direction = directions[0].direction === "MAXIMIZE" ? "maximize" : "minimize";
  const definition = stored
    ? stored as unknown as StudyDefinition
    : { name, direction, searchSpace: null, grid: null, context: null } as const;
  return { definition, attributes, trials: readTrials(database, id) };
}

function readTrials(database: DatabaseSync, studyId: bigint): FrozenTrial[] {
  const childrenOf = readChildren(database, studyId);
  const distributions = new DistributionReader();
  const zone = zoneOfTimes(database);
  const rows = readRows(
    database,
    "SELECT * FROM trials WHERE study_id = ? ORDER BY number",
    studyId,
  );
  return rows.map((row, number) => {
    try {
      checkInteger("its number", Number(row.number), number, number);
      return readTrial(row, childrenOf(row.trial_id), { distributions, zone });
    } catch (error) {
      throw new Error(`its trial ${number} cannot be read: ${(error as Error).message}`, {
        cause: error,
      });
    }
  });
}

/** The tables beside a trial's own, and in which order their rows were written. */
const CHILDREN = {
  trial_values: "objective",
  trial_intermediate_values: "step",
  trial_params: "param_id",
  trial_user_attributes: "trial_user_attribute_id",
  trial_system_attributes: "trial_system_attribute_id",
} as const;

/** What belongs to a trial, by table. */
type Children = Record<keyof typeof CHILDREN, Row[]>;

function readChildren(
  database: DatabaseSync,
  studyId: bigint,
): (trialId: SQLOutputValue) => Children {
  const names = Object.keys(CHILDREN) as (keyof typeof CHILDREN)[];
  const tables = names.map((table) => {
    const sql = `SELECT ${table}.* FROM ${table} JOIN trials USING (trial_id) ` +
      `WHERE study_id = ? ORDER BY ${CHILDREN[table]}`;
    return [
      table,
      Map.groupBy(readRows(database, sql, studyId), ({ trial_id }) => trial_id),
    ] as const;
  });
  return (trialId) =>
    Object.fromEntries(
      tables.map(([table, rows]) => [table, rows.get(trialId) ?? []]),
    ) as unknown as Children;
}

function readTrial(
  row: Row,
  children: Children,
  { distributions, zone }: { distributions: DistributionReader; zone: string },
): FrozenTrial {
  const ranges = Object.fromEntries(
    children.trial_params.map(({ param_name, distribution_json }) =>
      [param_name as string, distributions.read(distribution_json as string)] as const
    ),
  );
  const [value] = children.trial_values;
  return toTrial(Number(row.number), {
    state: row.state as TrialState,
    value: value ? toNumber(value.value, value.value_type) : null,
    distributions: ranges,
    params: Object.fromEntries(
      children.trial_params.map((
        { param_name, param_value },
      ) => [param_name, fromOptunaParam(ranges[param_name as string], Number(param_value))]),
    ),
    steps: children.trial_intermediate_values.map((
      step,
    ) => [Number(step.step), toNumber(step.intermediate_value, step.intermediate_value_type)]),
    userAttributes: toRecord(children.trial_user_attributes),
    systemAttributes: toRecord(children.trial_system_attributes),
    startedAt: toTime(row.datetime_start, zone),
    finishedAt: toTime(row.datetime_complete, zone),
  });
}

/** A number out of the two columns that hold it. */
function toNumber(value: SQLOutputValue, type: SQLOutputValue): number {
  return value === null ? NUMBERS[type as string] : Number(value);
}

function toRecord(rows: readonly Row[]): Record<string, Json> {
  return Object.fromEntries(
    rows.map(({ key, value_json }) => [key, decodePythonJson(value_json as string)]),
  );
}

/** Times have no zone: they are UTC since Optuna 5, and were local before. */
function zoneOfTimes(database: DatabaseSync): "Z" | "" {
  const [row] = readRows(database, "SELECT library_version FROM version_info");
  return Number.parseInt(row?.library_version as string) < 5 ? "" : "Z";
}

function toTime(text: SQLOutputValue, zone: string): string | null {
  return text === null ? null : `${(text as string).replace(" ", "T")}${zone}`;
}
