import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { RandomState } from "two-layer-net";
import {
  createStudy,
  floatDistribution,
  loadStudy,
  SqliteStorage,
  type Study,
} from "two-layer-net/tuning";
import { withTempDir } from "../../internal/testing.ts";

/** Two studies, with trials of every state; one is as a killed process leaves it. */
function fill(storage: SqliteStorage): void {
  for (const name of ["first", "second"]) {
    const searchSpace = { x: floatDistribution(0, 1) };
    const study = createStudy({ name, storage, searchSpace, context: { data: "0123abcd" } });
    for (let i = 0; i < 8; i++) finish(study, i);
    study.ask().suggestFloat("x", 0, 1);
    study.enqueueTrial({ x: 0.25 });
    study.enqueueTrial({ x: 0.75 });
  }
}

function finish(study: Study, i: number): void {
  const trial = study.ask();
  const x = trial.suggestFloat("x", 0, 1);
  for (let step = 0; step < 5; step++) trial.report(x / (step + 1), step);
  trial.setUserAttribute("history", Float64Array.from({ length: 20 }, (_, k) => x / (k + 1)));
  if (i === 3) study.tell(trial, null, { error: "out of the blue" });
  else study.tell(trial, x ** 2);
}

/** All that a study goes on with: what an interrupted trial reported is dropped. */
function contents(path: string): unknown {
  using storage = new SqliteStorage(path, { readOnly: true });
  return storage.getStudies().map((definition) => {
    const trials = storage.getTrials(definition.name).map((trial) =>
      trial.state === "RUNNING"
        ? { ...trial, intermediateValues: null, userAttributes: null }
        : trial
    );
    return { definition, trials };
  });
}

/** What is said of the damage when the database is only looked at; "" if nothing is. */
function warning(path: string): string {
  try {
    using storage = new SqliteStorage(path, { readOnly: true });
    return storage.damage.join("; ");
  } catch (error) {
    assert(error instanceof Error);
    assertStringIncludes(error.message, path);
    return error.message;
  }
}

/** What is said of the damage on the way to going on with both studies; "" if nothing is. */
function complaint(path: string): string {
  try {
    using storage = new SqliteStorage(path);
    const damage = storage.damage;
    if (damage.length > 0) {
      const [, study] = damage[0].match(/^study "?(\w+)"?,? /) ?? [];
      if (study) assertThrows(() => storage.startTrial(study), Error);
      return damage.join("; ");
    }
  } catch (error) {
    assert(error instanceof Error);
    assertStringIncludes(error.message, path);
    return error.message;
  }
  return "";
}

Deno.test("a flipped bit anywhere in a database is told, or changes nothing", () =>
  withTempDir((dir) => {
    const [sound, flipped] = [`${dir}/sound.db`, `${dir}/flipped.db`];
    {
      using storage = new SqliteStorage(sound);
      fill(storage);
    }
    const bytes = Deno.readFileSync(sound);
    const expected = contents(sound);
    const rng = new RandomState(0);
    let told = 0;
    for (const position of rng.randint(0, 8 * bytes.length, 600)) {
      const copy = bytes.slice();
      copy[position >> 3] ^= 1 << (position & 7);
      Deno.writeFileSync(flipped, copy);
      if (warning(flipped) === "") assertEquals(contents(flipped), expected, `bit ${position}`);
      if (complaint(flipped) !== "") told++;
      else assertEquals(contents(flipped), expected, `bit ${position} went by unseen`);
      for (const { name } of Deno.readDirSync(dir)) {
        if (name !== "sound.db") Deno.removeSync(`${dir}/${name}`);
      }
    }
    assert(told > 100, `${told} were told`);
  }));

const BAD_ROWS: [what: string, sql: string, message: string][] = [
  [
    "a step that no number can hold",
    "UPDATE intermediate_values SET step = 1764064166000000001 WHERE trial_id = 2 AND step = 4",
    "a step is 1764064166000000001, not an integer that a number can hold",
  ],
  ["a value of another", "UPDATE trials SET value = 0.5 WHERE id = 2", "its digest differs"],
  ["a text that is no JSON", "UPDATE params SET value = '0.5.' WHERE trial_id = 2", "x is no JSON"],
  ["a missing report", "DELETE FROM intermediate_values WHERE trial_id = 2", "its digest differs"],
  ["a start out of time", "UPDATE trials SET started_at = 1 << 60 WHERE id = 2", "started_at is"],
];

for (const [what, sql, message] of BAD_ROWS) {
  Deno.test(`a trial with ${what} is named, and the others are read`, () =>
    withTempDir((dir) => {
      const path = `${dir}/studies.db`;
      {
        using storage = new SqliteStorage(path);
        fill(storage);
      }
      const before = contents(path) as { trials: { number: number }[] }[];
      const database = new DatabaseSync(path);
      database.exec(sql);
      database.close();
      using storage = new SqliteStorage(path);
      const [damage, ...others] = storage.damage;
      assertStringIncludes(damage, "study first, trial 1 is damaged: ");
      assertStringIncludes(damage, message);
      assertEquals(others, []);
      const trials = loadStudy({ name: "first", storage }).trials;
      assertEquals([trials.length, trials[1].state], [11, "FAIL"]);
      assertStringIncludes(trials[1].errors[0], message);
      const finished = [0, 2, 3, 4, 5, 6, 7];
      assertEquals(finished.map((i) => trials[i]), finished.map((i) => before[0].trials[i]));
      const error = assertThrows(() => storage.startTrial("first"), Error, "cannot go on: trial 1");
      assertStringIncludes(error.message, path);
      assertEquals(storage.startTrial("second")!.number, 8);
    }));
}

Deno.test("a study whose definition is damaged is named, and the others are read", () =>
  withTempDir((dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    fill(storage);
    const database = new DatabaseSync(path);
    database.exec("UPDATE studies SET definition = replace(definition, '0123abcd', '0123abce')");
    database.exec(
      "UPDATE studies SET definition = replace(definition, 'abce', 'abcd') WHERE id = 2",
    );
    database.close();
    assertEquals(storage.getStudies().map(({ name }) => name), ["second"]);
    assertEquals(storage.damage, [
      'study "first" is damaged: it is not what was written there (its digest differs)',
    ]);
    using other = new SqliteStorage(path);
    assertThrows(() => createStudy({ name: "first", storage: other }), Error, '"first" is damaged');
  }));

Deno.test("a damaged attribute of a study is named and left out", () =>
  withTempDir((dir) => {
    const path = `${dir}/studies.db`;
    {
      using storage = new SqliteStorage(path);
      createStudy({ name: "first", storage });
      storage.setStudyAttributes("first", { a: 1, b: 2 });
    }
    const database = new DatabaseSync(path);
    database.exec("UPDATE study_attributes SET value = '3' WHERE key = 'a'");
    database.close();
    using storage = new SqliteStorage(path, { readOnly: true });
    assertEquals(storage.getStudyAttributes("first"), { b: 2 });
    assertEquals(storage.damage, [
      "study first, its attribute a is damaged: it is not what was written there (its digest differs)",
    ]);
  }));

/** What leads from each version of a database back to the one before. */
const BACK: Record<number, string> = {
  3: "DROP TABLE study_attributes",
  2: "DROP INDEX trials_by_revision; ALTER TABLE trials DROP COLUMN revision",
  1: ["studies", "trials", "params"].map((table) => `ALTER TABLE ${table} DROP COLUMN digest`)
    .join("; "),
};

for (const version of [3, 2, 1]) {
  Deno.test(`a database of version ${version} is read as it is, and brought up when resumed`, () =>
    withTempDir((dir) => {
      const path = `${dir}/studies.db`;
      {
        using storage = new SqliteStorage(path);
        fill(storage);
      }
      const expected = contents(path);
      const runSql = (sql: string) => {
        const database = new DatabaseSync(path);
        database.exec(sql);
        database.close();
      };
      for (let to = 3; to >= version; to--) runSql(`${BACK[to]}; PRAGMA user_version = ${to}`);
      const bytes = Deno.readFileSync(path);
      assertEquals(contents(path), expected);
      assertEquals(Deno.readFileSync(path), bytes);
      new SqliteStorage(path)[Symbol.dispose]();
      assertEquals(contents(path), expected);
      runSql("UPDATE trials SET value = 0.5 WHERE id = 2");
      using storage = new SqliteStorage(path);
      assertStringIncludes(storage.damage[0], "study first, trial 1 is damaged");
    }));
}

Deno.test("damage that an earlier version's digests tell is not blessed by a later one", () =>
  withTempDir((dir) => {
    const path = `${dir}/studies.db`;
    {
      using storage = new SqliteStorage(path);
      fill(storage);
    }
    const database = new DatabaseSync(path);
    database.exec(`${BACK[3]}; ${BACK[2]}; PRAGMA user_version = 2`);
    database.exec("UPDATE trials SET value = 0.5 WHERE id = 2");
    database.close();
    using storage = new SqliteStorage(path);
    assertStringIncludes(storage.damage[0], "study first, trial 1 is damaged");
  }));

Deno.test("a step is a safe integer, in memory as on the disk", () => {
  const trial = createStudy().ask();
  for (const step of [Date.now() * 1e6, 2 ** 53, -1, 0.5, NaN, Infinity]) {
    assertThrows(
      () => trial.report(0.5, step),
      RangeError,
      "Expected step to be an integer from 0",
    );
  }
  trial.report(0.5, Number.MAX_SAFE_INTEGER);
});
