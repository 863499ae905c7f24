import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { RandomState } from "two-layer-net";
import { type FrozenTrial, loadStudy, SqliteStorage } from "two-layer-net/tuning";
import { withTempDir } from "../internal/testing.ts";
import { command, SMALL, tune, tuneKilled, tuneUntil, tuneWithin } from "./tune_command.ts";

/** Forty nets. */
const GRID = [
  ...SMALL,
  ...["--learning-rate", "1e-4,5e-4,1e-3,5e-3", "--reg", "0,0.2,0.4,0.6,0.8"],
  ...["--workers", "2", "--unordered"],
];

function trialsIn(database: string): FrozenTrial[] {
  using storage = new SqliteStorage(database);
  return loadStudy({ name: "grid", storage }).trials;
}

function finished(trials: readonly FrozenTrial[]): FrozenTrial[] {
  return trials.filter(({ state }) => state === "COMPLETE");
}

/** What trials found, without what the clock and the interruptions say. */
function results(trials: readonly FrozenTrial[]): unknown[] {
  return trials.map(({ state, value, params, intermediateValues, userAttributes }) => {
    const { trainingSeconds: _, ...attributes } = userAttributes;
    return { state, value, params, intermediateValues, attributes };
  });
}

/** The study's table, in the grid's order and without paths. */
async function table(database: string): Promise<string> {
  return (await tune("--show", "grid", "--out", database)).out;
}

Deno.test("a study of nets survives twenty kills: nothing is lost, nothing done twice", () =>
  withTempDir(async (dir) => {
    const rng = new RandomState(0);
    const [killed, whole] = [`${dir}/killed.db`, `${dir}/whole.db`];
    assertEquals((await tune(...GRID, "--out", whole)).code, 0);
    let done: FrozenTrial[] = [], interrupted = 0;
    for (let kill = 0; kill < 20; kill++) {
      const args = kill === 0 ? GRID : [...GRID, "--resume"];
      await tuneKilled(rng.randint(0, 300, 1)[0], ...args, "--out", killed);
      const trials = trialsIn(killed);
      interrupted += trials.filter(({ state }) => state === "RUNNING").length;
      assertEquals(done.map(({ number }) => trials[number]), done);
      done = finished(trials);
    }
    assert(interrupted >= 3, `${interrupted} trials were interrupted`);
    assertEquals((await tune(...GRID, "--resume", "--out", killed)).code, 0);
    assertEquals(results(trialsIn(killed)), results(trialsIn(whole)));
    assertEquals(await table(killed), await table(whole));
  }));

Deno.test("two processes share a study of nets: each net is trained once", () =>
  withTempDir(async (dir) => {
    const out = ["--out", `${dir}/studies.db`];
    const first = await tuneUntil(1, "SIGINT", ...GRID, ...out);
    assertEquals(first.code, 130);
    const runs = await Promise.all([1, 2].map(() => tune("--resume", "--backend", "wasm", ...out)));
    assertEquals(runs.map(({ code }) => code), [0, 0]);
    const trials = trialsIn(`${dir}/studies.db`);
    assertEquals(finished(trials).length, 40);
    // Those that Ctrl-C interrupted were begun twice, the others once.
    assert(trials.filter(({ attempts }) => attempts > 1).length <= 2);
  }));

Deno.test({
  name: "a full disk ends the run in plain words; the study goes on when there is room",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withTempDir(async (dir) => {
      const [full, whole] = [`${dir}/full.db`, `${dir}/whole.db`];
      const { code, out, err } = await tuneWithin(1 << 20, ...GRID, "--out", full);
      assertEquals(code, 1);
      assertStringIncludes(err, `error: Cannot write ${full}`);
      assertStringIncludes(err, `deno task tune --resume --study grid --out ${full}`);
      const before = finished(trialsIn(full));
      assert(before.length > 0 && before.length < 40, `${before.length} trials are finished`);
      assertEquals(out.match(/^for hs/gm)?.length, before.length);
      assertEquals((await tune(...GRID, "--resume", "--out", full)).code, 0);
      const after = trialsIn(full);
      assertEquals(before.map(({ number }) => after[number]), before);
      await tune(...GRID, "--out", whole);
      assertEquals(await table(full), await table(whole));
    }),
});

Deno.test("nets that cannot be made fail alone; if all do, the command fails", () =>
  withTempDir(async (dir) => {
    const args = [...SMALL, "--learning-rate", "1e-3", "--reg", "0", "--out", `${dir}/studies.db`];
    const some = await tune(...args, "--hidden-size", "10,1000000000");
    assertEquals(some.code, 0);
    assertMatch(some.out, /^trial 1: hiddenSize 1000000000: failed: RangeError: .+$/m);
    assertMatch(some.out, /^Best: trial 0, accuracy 0\.\d+: hiddenSize 10$/m);
    const all = await tune(...args, "--hidden-size", "1000000000", "--study", "all");
    assertEquals(all.code, 1);
    assertMatch(all.err, /^error: All 1 trials failed; the last error: RangeError: .+$/m);
  }));

Deno.test("zero trials are none, and the study goes on from there", () =>
  withTempDir(async (dir) => {
    const out = ["--out", `${dir}/studies.db`];
    const none = await tune(...GRID, ...out, "--trials", "0");
    assertEquals([none.code, none.out], [0, "No trial is complete.\n"]);
    assertStringIncludes((await tune(...out, "--list")).out, "40 trials (40 waiting)");
    await tune(...GRID, ...out, "--resume", "--trials", "2");
    assertEquals(finished(trialsIn(`${dir}/studies.db`)).map(({ number }) => number), [0, 1]);
  }));

Deno.test("a file that is no study database is refused and left as it is", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/notes.db`;
    const notes = "not a database\n".repeat(100);
    await Deno.writeTextFile(path, notes);
    for (const args of [GRID, ["--resume"], ["--list"], ["--show", "grid"], ["--export", "csv"]]) {
      const { code, out, err } = await tune(...args, "--out", path);
      assertEquals([code, out], [1, ""]);
      assertStringIncludes(err, `error: Expected ${path} to be a study database but`);
      assertEquals(await Deno.readTextFile(path), notes);
    }
  }));

Deno.test("a damaged trial is named; the other trials and studies are listed and shown", () =>
  withTempDir(async (dir) => {
    const out = ["--out", `${dir}/studies.db`];
    const args = [...SMALL, "--learning-rate", "1e-3", "--reg", "0", ...out];
    for (const name of ["first", "second"]) {
      assertEquals((await tune(...args, "--study", name)).code, 0);
    }
    const database = new DatabaseSync(`${dir}/studies.db`);
    database.exec("UPDATE trials SET value = 0.9 WHERE id = 2");
    database.close();
    const warning = "study first, trial 1 is damaged: it is not what was written there";
    const list = await tune("--list", ...out);
    assertEquals(list.code, 0);
    assertStringIncludes(list.err, warning);
    assertMatch(list.out, /^first +2 trials \(1 complete, 1 failed\)/m);
    assertMatch(list.out, /^second +2 trials \(2 complete\)/m);
    assertStringIncludes((await tune("--show", "first", ...out)).err, warning);
    const resumed = await tune("--resume", "--study", "first", "--backend", "wasm", ...out);
    assertStringIncludes(resumed.err, warning);
    assertMatch(resumed.out, /^Best: trial 0, /m);
  }));

Deno.test({
  name: "a database that is deleted during the run ends it, saying what is lost",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withTempDir(async (dir) => {
      const path = `${dir}/studies.db`;
      const child = command([...GRID, "--out", path]).spawn();
      const err = new Response(child.stderr).text();
      let isDeleted = false;
      for await (const _ of child.stdout) {
        if (!isDeleted) await Deno.remove(path);
        isDeleted = true;
      }
      assertEquals((await child.status).code, 1);
      assertMatch(await err, /error: .*studies\.db was deleted while it was in use/);
    }),
});
