import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { createStudy, GridSampler, SqliteStorage, type Study } from "two-layer-net/tuning";

async function withDir(body: (dir: string) => void | Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await body(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Runs SQL on a database, as another program would. */
function runSql(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

/** Overwrites some bytes in the middle of the file. */
function damage(path: string): void {
  using file = Deno.openSync(path, { write: true });
  file.seekSync(Math.floor(file.statSync().size / 2), Deno.SeekMode.Start);
  file.writeSync(new Uint8Array(3000).fill(0xa5));
}

const FOREIGN: [string, (path: string) => void, string][] = [
  [
    "a text file",
    (path) => Deno.writeTextFileSync(path, "not a database\n".repeat(100)),
    "SQLite cannot read it",
  ],
  [
    "another program's database",
    (path) => runSql(path, "CREATE TABLE notes (text TEXT)"),
    "it is another program's",
  ],
  [
    "an empty database with another program's mark",
    (path) => runSql(path, "PRAGMA application_id = 7"),
    "it is another program's",
  ],
  ["a database of a newer version", (path) => {
    new SqliteStorage(path)[Symbol.dispose]();
    runSql(path, "PRAGMA user_version = 5");
  }, "its version is 5, and this program knows 4"],
  ["a damaged database", (path) => {
    {
      using storage = new SqliteStorage(path);
      createStudy({
        storage,
        sampler: new GridSampler({ x: Array.from({ length: 500 }, (_, i) => i) }),
      });
    }
    damage(path);
  }, "Expected"],
];

for (const [what, make, message] of FOREIGN) {
  Deno.test(`SqliteStorage refuses ${what} and leaves it as it is`, () =>
    withDir((dir) => {
      const path = `${dir}/file.db`;
      make(path);
      const before = Deno.readFileSync(path);
      const error = assertThrows(() => new SqliteStorage(path), Error, message);
      assert(error.message.includes("it was left as it is"), error.message);
      assertEquals(Deno.readFileSync(path), before);
    }));
}

Deno.test("SqliteStorage makes the directory, and leaves nothing but the database behind", () =>
  withDir((dir) => {
    new SqliteStorage(`${dir}/a/b/studies.db`)[Symbol.dispose]();
    assertEquals([...Deno.readDirSync(`${dir}/a/b`)].map(({ name }) => name), ["studies.db"]);
  }));

Deno.test("SqliteStorage refuses a path that is no file, and a limit that is too small", () => {
  assertThrows(() => new SqliteStorage(":memory:"), RangeError, "MemoryStorage");
  assertThrows(() => new SqliteStorage("x.db", { maxBytes: 1 }), RangeError, "Expected maxBytes");
});

function runUntilFull(study: Study): Promise<void> {
  return study.optimize((trial) => {
    trial.setUserAttribute("history", Array.from({ length: 1000 }, (_, i) => i / 7));
    return trial.suggestFloat("x", 0, 1);
  }, { numTrials: 100 });
}

Deno.test("a full disk stops the run; what was finished is kept and the study goes on later", () =>
  withDir(async (dir) => {
    const path = `${dir}/studies.db`;
    {
      using storage = new SqliteStorage(path, { maxBytes: 200_000 });
      const study = createStudy({ storage });
      await assertRejects(() => runUntilFull(study), Error, "full");
      assert(study.getTrials(["COMPLETE"]).length >= 3);
      assertEquals(study.getTrials(["FAIL"]), []);
    }
    using storage = new SqliteStorage(path);
    const study = createStudy({ storage, loadIfExists: true });
    const before = study.getTrials(["COMPLETE"]);
    await study.optimize((trial) => trial.suggestFloat("x", 0, 1), {
      totalTrials: before.length + 3,
    });
    assertEquals(study.getTrials(["COMPLETE"]).length, before.length + 3);
    assertEquals(study.trials.slice(0, before.length), before);
  }));

Deno.test("a trial that could be neither finished nor queued is taken back by the same process", () =>
  withDir(async (dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    const study = createStudy({ storage });
    const failOnUpdate = "CREATE TRIGGER failing BEFORE UPDATE ON trials " +
      "BEGIN SELECT raise(ABORT, 'no more writing'); END";
    const objective = () => {
      runSql(path, failOnUpdate);
      return 1;
    };
    await assertRejects(
      () => study.optimize(objective, { numTrials: 2 }),
      Error,
      "no more writing",
    );
    runSql(path, "DROP TRIGGER failing");
    assertEquals(study.trials.map(({ state }) => state), ["RUNNING"]);
    await study.optimize(() => 2, { totalTrials: 1 });
    assertEquals(study.trials.map(({ state, value }) => [state, value]), [["COMPLETE", 2]]);
  }));
