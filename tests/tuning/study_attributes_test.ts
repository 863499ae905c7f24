import { assertEquals } from "@std/assert";
import {
  createStudy,
  exportToOptuna,
  importFromOptuna,
  JournalStorage,
  MemoryStorage,
  type Study,
} from "two-layer-net/tuning";
import { withTempDir } from "../internal/testing.ts";

/**
 * What optuna-dashboard 0.18's `save_note(study, body)` writes, from `_note.py` there: the counter,
 * and pieces of 2045 characters.
 */
Deno.test("a note is kept as Optuna's dashboard keeps it, in pieces of whole characters", () => {
  const study = createStudy();
  assertEquals(study.note, "");
  const body = "\u{1f600}".repeat(2045) + "end";
  study.note = body;
  assertEquals([study.note === body, study.attributes["dashboard:note_ver"]], [true, 1]);
  assertEquals(study.attributes["dashboard:note_str:1"], "end");
  study.note = "short";
  assertEquals(study.note, "short");
  assertEquals(study.attributes, {
    "dashboard:note_ver": 2,
    "dashboard:note_str:0": "short",
    "dashboard:note_str:1": "",
  });
});

Deno.test("a note goes to Optuna's files and back", () =>
  withTempDir(async (dir) => {
    const study = createStudy({ name: "noted" });
    study.note = "# wide nets\n<b>";
    for (const name of ["study.log", "study.db"]) {
      await exportToOptuna(study, `${dir}/${name}`);
      const storage = new MemoryStorage();
      importFromOptuna(`${dir}/${name}`, storage);
      assertEquals(storage.getStudyAttributes("noted"), study.attributes);
    }
    using journal = new JournalStorage(`${dir}/study.log`, { readOnly: true });
    assertEquals(journal.getStudyAttributes("noted"), study.attributes);
  }));

/** Resolves once the study has as many COMPLETE trials. */
async function completed(study: Study, count: number): Promise<void> {
  while (study.getTrials(["COMPLETE"]).length < count) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

Deno.test("a paused study finishes what runs, starts nothing, and goes on when told so", async () => {
  const study = createStudy({ name: "paused" });
  let finish = () => {};
  const run = study.optimize(async () => {
    await new Promise<void>((resolve) => finish = resolve);
    return 1;
  }, { numTrials: 2 });
  study.paused = true;
  finish();
  await completed(study, 1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assertEquals([study.paused, study.trials.length], [true, 1]);
  study.paused = false;
  while (study.trials.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  finish();
  await run;
  assertEquals(study.trials.map(({ state }) => state), ["COMPLETE", "COMPLETE"]);
});

Deno.test("a run over a paused study ends when it is aborted, and when its time is up", async () => {
  const study = createStudy();
  study.paused = true;
  await study.optimize(() => 1, { numTrials: 1, signal: AbortSignal.timeout(20) });
  await study.optimize(() => 1, { numTrials: 1, timeout: 20 });
  assertEquals(study.trials, []);
});
