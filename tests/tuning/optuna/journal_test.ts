/** Journals and databases that Python's Optuna wrote, and files that are none. */

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import {
  createStudy,
  DatabaseLostError,
  exportToOptuna,
  type FrozenTrial,
  importFromOptuna,
  JournalStorage,
  loadStudy,
  MemoryStorage,
  SqliteStorage,
  StudyMismatchError,
} from "two-layer-net/tuning";
import { decodePythonJson, encodePythonJson } from "../../../lib/tuning/optuna/python_json.ts";
import { listDir, withTempDir } from "../../internal/testing.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url).pathname;

/** What Python read of its own files, by their names. */
const EXPECTED = decodePythonJson(
  Deno.readTextFileSync(fixture("python.txt")),
) as unknown as Record<
  string,
  readonly PythonTrial[]
>;

interface PythonTrial {
  number: number;
  state: FrozenTrial["state"];
  value: number | null;
  params: FrozenTrial["params"];
  intermediate_values: Record<string, number>;
  user_attrs: FrozenTrial["userAttributes"];
  fixed_params: FrozenTrial["proposal"];
  started: number | null;
  finished: number | null;
}

function described(trial: FrozenTrial): PythonTrial {
  return {
    number: trial.number,
    state: trial.state,
    value: trial.value,
    params: trial.params,
    intermediate_values: Object.fromEntries(trial.intermediateValues),
    user_attrs: trial.userAttributes,
    fixed_params: trial.proposal,
    started: trial.startedAt,
    finished: trial.finishedAt,
  };
}

/** A journal in memory's stead: a copy that may be written to. */
function copyOf(name: string, dir: string): string {
  Deno.copyFileSync(fixture(name), `${dir}/${name}`);
  return `${dir}/${name}`;
}

Deno.test("Python's JSON is read and written, bare words, escapes and all", () => {
  const value = [NaN, -Infinity, Infinity, -0, 1e-300, 'NaN "Infinity" \\', { "$number": 1 }];
  assertEquals(
    encodePythonJson([NaN, -Infinity, -0, "NaN", { a: Infinity }]),
    '[NaN,-Infinity,-0.0,"NaN",{"a":Infinity}]',
  );
  assertEquals(encodePythonJson({ a: '{"$number":"NaN"}' }), '{"a":"{\\"$number\\":\\"NaN\\"}"}');
  const text = '[NaN, -Infinity, Infinity, -0.0, 1e-300, "NaN \\"Infinity\\" \\\\"]';
  assertEquals(decodePythonJson(text), value.slice(0, 6));
  assertEquals(decodePythonJson('{"$number": 1}'), value[6]);
  for (const bad of ["[NaN", "nan", "Infinity-", "{'a': 1}", "-NaN"]) {
    assertThrows(() => decodePythonJson(bad), SyntaxError);
  }
});

Deno.test("a journal of Python's is read as Python reads it", () => {
  using storage = new JournalStorage(fixture("python.log"), { readOnly: true });
  const bare = { searchSpace: null, grid: null, context: null };
  assertEquals(storage.getStudies(), [
    { name: "python", direction: "minimize", ...bare },
    { name: "other", direction: "maximize", ...bare },
  ]);
  const trials = storage.getTrials("python");
  assertEquals(trials.map(described), EXPECTED["python.log"]);
  assertEquals(trials.map(({ attempts }) => attempts), [1, 1, 1, 1, 1, 1, 1, 1, 0]);
  assertEquals(trials[3].errors, ["Optuna keeps no reason"]);
  assertEquals(storage.foreignTrials("python"), [7]);
  const study = loadStudy({ name: "python", storage });
  assertEquals(study.distributions.get("rate"), {
    type: "float",
    low: 1e-5,
    high: 0.1,
    log: true,
    step: null,
  });
  assertEquals(study.distributions.get("units"), {
    type: "int",
    low: 40,
    high: 120,
    log: false,
    step: 20,
  });
  assertEquals(study.bestTrial.number, 6);
});

for (const file of ["python.log", "python.db"]) {
  Deno.test(`the studies of ${file} are taken, those that run as queued`, () =>
    withTempDir((dir) => {
      const bytes = Deno.readFileSync(fixture(file));
      using storage = new SqliteStorage(`${dir}/studies.db`);
      assertEquals(importFromOptuna(fixture(file), storage), ["python", "other"]);
      const trials = storage.getTrials("python");
      const expected = EXPECTED[file].map((trial) => {
        if (trial.state !== "RUNNING") return trial;
        const fixed_params = { ...trial.fixed_params, ...trial.params };
        const nothing = { params: {}, intermediate_values: {}, user_attrs: {}, started: null };
        return { ...trial, state: "WAITING", fixed_params, ...nothing } as const;
      });
      assertEquals(trials.map(described), expected);
      assertEquals(storage.getTrials("other", ["COMPLETE"]).length, 2);
      assertThrows(
        () => importFromOptuna(fixture(file), storage),
        Error,
        "Study python exists already",
      );
      assertEquals(importFromOptuna(fixture(file), new MemoryStorage(), { study: "other" }), [
        "other",
      ]);
      assertEquals(storage.startTrial("python")!.number, 7);
      assertEquals(Deno.readFileSync(fixture(file)), bytes);
    }));
}

for (const kind of ["log", "db"]) {
  Deno.test(`studies of Python's that this tuner cannot have are refused by name (${kind})`, () => {
    const refusals: [string, string][] = [
      ["two", "it has 2 objectives, and this tuner takes one"],
      [
        "lists",
        'its trial 0 cannot be read: the distribution "{\\"name\\": \\"CategoricalDistribution\\"',
      ],
      ["huge", "Expected high to be an integer"],
    ];
    const path = fixture(`refused.${kind}`);
    for (const [study, message] of refusals) {
      const storage = new MemoryStorage();
      const error = assertThrows(() => importFromOptuna(path, storage, { study }), Error, message);
      assertStringIncludes(error.message, path);
      assertStringIncludes(error.message, `study ${study} cannot be used: `);
    }
    const storage = new MemoryStorage();
    assertThrows(() => importFromOptuna(path, storage), Error, "study two cannot be used");
    assertThrows(
      () => importFromOptuna(path, storage, { study: "none" }),
      Error,
      'no study named "none" in it; its studies: two, lists, huge, sound',
    );
    assertEquals(storage.getStudies(), []);
    assertEquals(importFromOptuna(path, storage, { study: "sound" }), ["sound"]);
  });
}

Deno.test("a journal's studies that cannot be used keep none of the others from being worked on", () =>
  withTempDir((dir) => {
    using storage = new JournalStorage(copyOf("refused.log", dir));
    assertEquals(storage.getStudies().map(({ name }) => name), ["sound"]);
    assertEquals(storage.damage.map((line) => line.slice(0, 27)), [
      "study two cannot be used: i",
      "study lists cannot be used:",
      "study huge cannot be used: ",
    ]);
    assertThrows(() => storage.startTrial("two"), Error, "it has 2 objectives");
    assertThrows(() => createStudy({ name: "two", storage }), Error, "it has 2 objectives");
    assertEquals(storage.startTrial("sound")!.number, 0);
  }));

Deno.test("a study of Python's is resumed, in its direction only", () =>
  withTempDir(async (dir) => {
    using storage = new JournalStorage(copyOf("python.log", dir));
    const other = { name: "other", storage, loadIfExists: true };
    assertThrows(
      () => createStudy(other),
      StudyMismatchError,
      'direction: "maximize", now "minimize"',
    );
    const study = createStudy({ ...other, direction: "maximize" });
    await study.optimize((trial) => trial.suggestInt("n", 1, 3), { numTrials: 2 });
    assertEquals(study.getTrials(["COMPLETE"]).length, 4);
  }));

const BAD: [what: string, content: string, message: string][] = [
  ["a text", "notes\n", "its line 1 is no journal entry"],
  [
    "a text without an end",
    "notes",
    "its last line, which has no end, is no beginning of an entry",
  ],
  ["JSON without an end", '{"a": 1}', "is no beginning of an entry"],
  ["other JSON", '{"a": 1}\n', "its op_code is undefined"],
  ["a list", "[]\n", "its line 1 is no journal entry"],
  [
    "an entry of a later Optuna",
    '{"op_code":11,"worker_id":"a"}\n',
    "its op_code is 11; this program knows those of Optuna 3 to 5",
  ],
  [
    "an entry without its field",
    '{"op_code":6,"worker_id":"a","state":1}\n',
    "Expected trial_id to be an integer of at least 0 but found undefined",
  ],
  [
    "a damaged entry",
    '{"op_code":0,"study_name":"s","directions":[1]}\n{"op_code":4,"study\n{}\n',
    "its line 2 is no journal entry",
  ],
  ["an SQLite database", "SQLite format 3\0\n", "its line 1 is no journal entry"],
];

for (const [what, content, message] of BAD) {
  Deno.test(`JournalStorage refuses ${what} and leaves it as it is`, () =>
    withTempDir((dir) => {
      const path = `${dir}/file.log`;
      Deno.writeTextFileSync(path, content);
      for (const readOnly of [false, true]) {
        const error = assertThrows(() => new JournalStorage(path, { readOnly }), Error, message);
        assertStringIncludes(error.message, `Expected ${path} to be an Optuna journal but`);
      }
      assertThrows(
        () => importFromOptuna(path, new MemoryStorage()),
        Error,
        `Cannot import ${path}: `,
      );
      assertEquals([Deno.readTextFileSync(path), listDir(dir)], [content, ["file.log"]]);
    }));
}

Deno.test("databases that are not Optuna's, or of another version, are refused", () =>
  withTempDir((dir) => {
    const take = (path: string) => importFromOptuna(path, new MemoryStorage());
    new SqliteStorage(`${dir}/ours.db`)[Symbol.dispose]();
    assertThrows(() => take(`${dir}/ours.db`), Error, "it has no tables of Optuna's");
    const path = copyOf("python.db", dir);
    const database = new DatabaseSync(path);
    database.exec("UPDATE alembic_version SET version_num = 'v9.0.0.a'");
    database.close();
    assertThrows(
      () => take(path),
      Error,
      'its tables are of version "v9.0.0.a", and this program knows v3.2.0.a',
    );
    assertThrows(() => take(`${dir}/none.db`), Error, `There is no file ${dir}/none.db`);
    assertThrows(() => new SqliteStorage(path), Error, "it is Optuna's");
    assertThrows(
      () => new JournalStorage(`${dir}/none.log`, { readOnly: true }),
      Error,
      "There is no Optuna journal",
    );
  }));

Deno.test("a database of Python's is read as it was before a transaction that is open", () =>
  withTempDir((dir) => {
    const path = copyOf("python.db", dir);
    const writer = new DatabaseSync(path);
    writer.exec("BEGIN IMMEDIATE; UPDATE trials SET study_id = 2");
    const storage = new MemoryStorage();
    importFromOptuna(path, storage, { study: "python" });
    assertEquals(storage.getTrials("python").length, EXPECTED["python.db"].length);
    writer.exec("ROLLBACK");
    writer.close();
  }));

Deno.test("times of Optuna before 5 are local", () =>
  withTempDir((dir) => {
    const path = copyOf("python.db", dir);
    const database = new DatabaseSync(path);
    database.exec("UPDATE version_info SET library_version = '4.5.0'");
    database.close();
    Deno.writeTextFileSync(
      `${dir}/old.log`,
      '{"op_code":0,"worker_id":"a","study_name":"s","directions":[1]}\n' +
        '{"op_code":4,"worker_id":"a","study_id":0,"datetime_start":"2024-01-01T12:00:00.000500"}\n',
    );
    const zone = Deno.env.get("TZ");
    Deno.env.set("TZ", "Asia/Tokyo");
    try {
      const storage = new MemoryStorage();
      importFromOptuna(path, storage);
      const { started } = EXPECTED["python.db"][0];
      assertEquals(storage.getTrial("python", 0)!.startedAt, started! - 9 * 3600 * 1000);
      using journal = new JournalStorage(`${dir}/old.log`, { readOnly: true });
      assertEquals(journal.getTrial("s", 0)!.startedAt, Date.UTC(2024, 0, 1, 3));
    } finally {
      if (zone === undefined) Deno.env.delete("TZ");
      else Deno.env.set("TZ", zone);
    }
  }));

Deno.test("a line that is being written is left until it is whole", () =>
  withTempDir((dir) => {
    const path = `${dir}/study.log`;
    const text = Deno.readTextFileSync(fixture("python.log"));
    const bytes = new TextEncoder().encode(text);
    Deno.writeFileSync(path, bytes.subarray(0, 5));
    using view = new JournalStorage(path, { readOnly: true });
    for (let end = 0; end < bytes.length; end += 997) {
      Deno.writeFileSync(path, bytes.subarray(0, end));
      view.getStudies();
    }
    Deno.writeFileSync(path, bytes);
    assertEquals(view.getTrials("python").map(described), EXPECTED["python.log"]);
  }));

Deno.test("a line that a dead process left torn makes way for the next", () =>
  withTempDir((dir) => {
    const path = copyOf("python.log", dir);
    const whole = Deno.readTextFileSync(path);
    Deno.writeTextFileSync(path, `${whole}{"op_code":6,"worker_id":"dead","tri`);
    using storage = new JournalStorage(path);
    assertEquals(storage.getTrials("other").length, 2);
    assertEquals(storage.startTrial("other")!.number, 2);
    const text = Deno.readTextFileSync(path);
    assert(text.startsWith(`${whole}{"op_code":4,"study_id":1,`), text.slice(whole.length));
    using again = new JournalStorage(path, { readOnly: true });
    assertEquals(again.getTrials("other").length, 3);
  }));

Deno.test("writers wait for the lock, a file or a link, and break what a dead one of ours left", () =>
  withTempDir((dir) => {
    const path = `${dir}/study.log`;
    using storage = new JournalStorage(path);
    const lock = `${path}.lock`;
    for (
      const make of [
        () => Deno.writeTextFileSync(lock, ""),
        () => Deno.symlinkSync(path, lock),
        () => Deno.symlinkSync("nowhere", lock),
      ]
    ) {
      make();
      const worker = new Worker(new URL("./children/unlock.ts", import.meta.url), {
        type: "module",
      });
      const isRemoved = new Int32Array(new SharedArrayBuffer(4));
      worker.postMessage({ lock, isRemoved });
      createStudy({ name: crypto.randomUUID(), storage });
      assertEquals(isRemoved[0], 1);
      worker.terminate();
    }
    Deno.writeTextFileSync(lock, "two-layer-net\n");
    createStudy({ name: "last", storage });
    assertEquals(storage.getStudies().length, 4);
    assertEquals(listDir(dir).filter((name) => !name.includes("-lease-")), ["study.log"]);
  }));

/** Runs a study of 40 points in the journal, in a process that can write so many half kilobytes. */
async function runWithin(path: string, blocks: number | "unlimited") {
  const child = new URL("../storage/children/run_grid.ts", import.meta.url).pathname;
  const limited = `trap '' XFSZ; ulimit -f ${blocks}; exec deno run --no-check "$@"`;
  const args = ["--allow-read", "--allow-write", child, path, "40"];
  const { success, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", limited, "sh", ...args],
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { success, finished: out.match(/^finished/gm)?.length ?? 0, err };
}

Deno.test({
  name: "a full disk leaves whole entries, and the study goes on when there is room",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withTempDir(async (dir) => {
      const path = `${dir}/study.log`;
      const full = await runWithin(path, 48);
      assertEquals(full.success, false);
      assertStringIncludes(full.err, `Cannot write ${path}: `);
      assert(full.finished > 0 && full.finished < 40, `${full.finished} trials are finished`);
      const text = Deno.readTextFileSync(path);
      assertEquals(text.at(-1), "\n");
      {
        using view = new JournalStorage(path, { readOnly: true });
        assertEquals(view.getTrials("grid", ["COMPLETE"]).length, full.finished);
      }
      const rest = await runWithin(path, "unlimited");
      assertEquals([rest.success, rest.finished], [true, 40 - full.finished], rest.err);
      assert(Deno.readTextFileSync(path).startsWith(text));
    }),
});

Deno.test("a journal that is deleted while it is in use ends the work", () =>
  withTempDir((dir) => {
    const path = `${dir}/study.log`;
    using storage = new JournalStorage(path);
    const study = createStudy({ storage });
    study.tell(study.ask(), 1);
    Deno.removeSync(path);
    const error = assertThrows(() => study.ask(), DatabaseLostError, `${path} was deleted`);
    assertStringIncludes(error.message, "the 1 trial that this run finished");
  }));

Deno.test("a journal that is only looked at is not written to, and shows what others write", () =>
  withTempDir((dir) => {
    const path = copyOf("python.log", dir);
    const bytes = Deno.readFileSync(path);
    using view = new JournalStorage(path, { readOnly: true });
    assertThrows(() => view.startTrial("other"), Error, `${path} was opened to be read only`);
    assertEquals([Deno.readFileSync(path), listDir(dir)], [bytes, ["python.log"]]);
    using storage = new JournalStorage(path);
    storage.startTrial("other");
    assertEquals(view.getTrials("other").length, 3);
  }));

Deno.test("a study is exported only to where nothing is", () =>
  withTempDir(async (dir) => {
    const study = createStudy();
    for (const ending of ["log", "db"]) {
      const path = `${dir}/study.${ending}`;
      await exportToOptuna(study, path);
      const bytes = Deno.readFileSync(path);
      let message = "";
      await exportToOptuna(study, path).catch((error) => message = error.message);
      assertEquals(message, `Cannot write ${path}: it is there already`);
      assertEquals(Deno.readFileSync(path), bytes);
    }
    assertEquals(listDir(dir), ["study.db", "study.log"]);
  }));
