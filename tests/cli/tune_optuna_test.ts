import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { importFromOptuna, JournalStorage, loadStudy, MemoryStorage } from "two-layer-net/tuning";
import { listDir, withTempDir } from "../internal/testing.ts";
import { SMALL, tune, tuneUntil } from "./tune_command.ts";

/** Four nets. */
const GRID = [...SMALL, "--learning-rate", "1e-4,1e-3", "--reg", "0"];

const fixture = (name: string) =>
  new URL(`../tuning/optuna/fixtures/${name}`, import.meta.url).pathname;

Deno.test("a study is kept in an Optuna journal, interrupted, resumed and shown", () =>
  withTempDir(async (dir) => {
    const [journal, database] = [`${dir}/study.log`, `${dir}/study.db`];
    const whole = await tune(...GRID, "--out", database);
    const args = [...GRID, "--workers", "1", "--out", journal];
    const ended = await tuneUntil(1, "SIGINT", ...args);
    assertEquals(ended.code, 130);
    assertStringIncludes(ended.err, `deno task tune --resume --study grid --out ${journal}`);
    const resumed = await tune("--resume", "--backend", "wasm", "--out", journal);
    assertEquals(resumed.code, 0, resumed.err);
    assertEquals(resumed.out.replaceAll(".log.weights", ".weights"), whole.out);
    const show = (out: string) => tune("--show", "grid", "--out", out);
    assertEquals((await show(journal)).out, (await show(database)).out);
    assertMatch((await tune("--list", "--out", journal)).out, /^grid +4 trials \(4 complete\)/m);
    assertEquals(listDir(dir), ["study.db", "study.log", "study.log.weights", "study.weights"]);
    using storage = new JournalStorage(journal, { readOnly: true });
    assertEquals(loadStudy({ name: "grid", storage }).getTrials(["COMPLETE"]).length, 4);
    const again = await tune(...GRID, "--out", journal);
    assertStringIncludes(again.err, `Study grid exists already in ${journal}`);
  }));

Deno.test("a study is exported to Optuna's files and standard output, and taken back", () =>
  withTempDir(async (dir) => {
    const out = ["--out", `${dir}/studies.db`];
    assertEquals((await tune(...GRID, ...out)).code, 0);
    const shown = (await tune("--show", "grid", ...out)).out;
    for (const name of ["optuna.db", "optuna.log"]) {
      const { code, out: printed, err } = await tune(
        ...out,
        "--export",
        "optuna",
        "--to",
        `${dir}/${name}`,
      );
      assertEquals([code, printed, err], [0, "", `Written: ${dir}/${name}\n`]);
    }
    const printed = await tune(...out, "--export", "optuna");
    await Deno.writeTextFile(`${dir}/printed.log`, printed.out);
    for (const name of ["optuna.db", "optuna.log", "printed.log"]) {
      const taken = ["--out", `${dir}/taken-${name}.db`];
      const { code, out, err } = await tune("--import", `${dir}/${name}`, ...taken);
      assertEquals([code, out], [0, "Study grid: 4 trials\n"], err);
      assertEquals((await tune("--show", "grid", ...taken)).out, shown);
      const resumed = await tune("--resume", "--backend", "wasm", ...taken);
      assertMatch(resumed.out, /^Best: trial \d, /m);
    }
    for (const format of ["csv", "json"]) {
      const path = `${dir}/study.${format}`;
      await tune(...out, "--export", format, "--to", path);
      const { out: printed } = await tune(...out, "--export", format);
      assertEquals(await Deno.readTextFile(path), printed);
    }
  }));

Deno.test("studies of Python's are taken, listed and shown with what they searched", () =>
  withTempDir(async (dir) => {
    const out = ["--out", `${dir}/studies.db`];
    const taken = await tune("--import", fixture("python.db"), ...out);
    assertEquals(taken.out, "Study python: 9 trials\nStudy other: 2 trials\n");
    assertMatch((await tune("--list", ...out)).out, /^other +2 trials \(2 complete\)/m);
    for (const where of [out, ["--out", fixture("python.log")]]) {
      const { code, out: shown } = await tune("--show", "python", ...where);
      assertEquals(code, 0);
      assertMatch(shown, /^trial 0: x 0\.25, rate 0\.\d+, decay .*, kind null, only even /m);
      assertMatch(shown, /^trial 3: .*: failed: Optuna keeps no reason$/m);
      assertMatch(shown, /^Best: trial 6, accuracy -0\.5: x 0\.125, units 60$/m);
    }
    assertEquals(listDir(dir), ["studies.db"]);
    assertEquals(listDir(fixture("")).filter((name) => name.includes("lock")), []);
  }));

Deno.test("what cannot be taken or resumed is refused before anything is made", () =>
  withTempDir(async (dir) => {
    const notes = `${dir}/notes.log`, text = "notes\n";
    await Deno.writeTextFile(notes, text);
    await Deno.copyFile(fixture("python.log"), `${dir}/python.log`);
    const before = listDir(dir);
    const out = ["--out", `${dir}/studies.db`];
    const refusals: [string[], string][] = [
      [["--import", notes, ...out], `Cannot import ${notes}: its line 1 is no journal entry`],
      [["--import", `${dir}/none.log`, ...out], `There is no file ${dir}/none.log`],
      [
        ["--import", fixture("refused.log"), ...out],
        "it has 2 objectives, and this tuner takes one",
      ],
      [["--import", fixture("python.db"), "--study", "x", ...out], 'no study named "x" in it'],
      [["--import", fixture("python.db"), "--trials", "3", ...out], "cannot be used with option"],
      [["--out", notes], `Expected ${notes} to be an Optuna journal but its line 1`],
      [["--out", fixture("python.db")], "to be a study database but it is Optuna's"],
      [["--to", `${dir}/a.csv`, ...out], "option '--to <file>' needs '--export'"],
      [["--export", "csv", "--to", `${dir}/studies.db`, ...out], "'--to' is the file of '--out'"],
      [["--take-over", ...out], "option '--take-over' needs '--resume'"],
      [["--resume", "--out", `${dir}/python.log`], "Study other is not a study of nets"],
      [
        ["--show", "other", "--export", "optuna", "--to", notes, "--out", fixture("python.log")],
        `Cannot write ${notes}: it is there already`,
      ],
    ];
    for (const [args, message] of refusals) {
      const { code, out, err } = await tune(...args);
      assertStringIncludes(err, message);
      assert(code === 1 || code === 2, `${args}: exit code ${code}`);
      assertEquals([out, listDir(dir), await Deno.readTextFile(notes)], ["", before, text]);
    }
  }));

Deno.test("what other programs run in a journal is told, and taken over when that is asked for", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/study.log`;
    assertEquals((await tune(...GRID, "--trials", "3", "--out", path)).code, 0);
    // The last trial is taken as Python takes it.
    const time = '"datetime_start":"2026-01-31T12:00:00.000000+00:00"';
    const claim =
      `{"op_code":6,"worker_id":"python","trial_id":3,"state":0,"values":null,${time}}\n`;
    await Deno.writeTextFile(path, claim, { append: true });
    const resume = ["--resume", "--backend", "wasm", "--out", path];
    const { code, err } = await tune(...resume);
    assertEquals(code, 0);
    assertStringIncludes(
      err,
      "warning: run by other programs, or left by them when they died: trial 3 (",
    );
    assertMatch(
      (await tune("--list", "--out", path)).out,
      /3 complete.*1 running|1 running.*3 complete/,
    );
    assertEquals((await tune(...resume, "--take-over")).err.includes("warning"), false);
    assertMatch((await tune("--list", "--out", path)).out, /4 trials \(4 complete\)/);
    const storage = new MemoryStorage();
    importFromOptuna(path, storage);
    assertEquals(storage.getTrial("grid", 3)!.attempts, 2);
  }));
