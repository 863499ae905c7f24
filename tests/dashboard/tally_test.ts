import { assertEquals } from "@std/assert";
import {
  createStudy,
  type FrozenTrial,
  JournalStorage,
  MemoryStorage,
  SqliteStorage,
  type Storage,
  TRIAL_STATES,
} from "two-layer-net/tuning";
import { Tally } from "../../lib/dashboard/tally.ts";
import { withTempDir } from "../internal/testing.ts";

/** What the tally should say. */
function counted(trials: readonly FrozenTrial[]): Record<string, number> {
  const count = (state: string) => trials.filter((trial) => trial.state === state).length;
  return Object.fromEntries(TRIAL_STATES.map((state) => [state, count(state)]));
}

const STORAGES: Record<string, (dir: string) => Storage> = {
  MemoryStorage: () => new MemoryStorage(),
  SqliteStorage: (dir) => new SqliteStorage(`${dir}/studies.db`),
  JournalStorage: (dir) => new JournalStorage(`${dir}/studies.log`),
};

for (const [name, open] of Object.entries(STORAGES)) {
  for (const direction of ["minimize", "maximize"] as const) {
    Deno.test(`a tally keeps up with a study in ${name} that is to ${direction}`, () =>
      withTempDir((dir) => {
        using storage = open(dir);
        const study = createStudy({ direction, storage });
        const tally = new Tally(direction);
        const check = () => {
          tally.look(study.trials);
          assertEquals(tally.counts, counted(study.trials));
          assertEquals(tally.best, study.ranking[0] ?? null);
        };
        check();
        study.enqueueTrial({});
        check();
        const trials = Array.from({ length: 6 }, () => study.ask());
        trials[0].report(3, 1);
        check();
        // The last to end is as good as the best, and has a lower number.
        study.tell(trials[3], 0.5);
        check();
        study.tell(trials[4], -Infinity);
        study.tell(trials[5], Infinity);
        study.tell(trials[1], null, { state: "PRUNED" });
        check();
        study.tell(trials[2], direction === "minimize" ? -Infinity : Infinity);
        study.requeue(trials[0]);
        check();
        const fewer = createStudy({ name: "other", storage });
        fewer.tell(fewer.ask(), 7);
        tally.look(fewer.trials);
        assertEquals([tally.counts, tally.best], [counted(fewer.trials), fewer.trials[0]]);
      }));
  }
}

Deno.test("a tally does not look again into trials that have not changed", () => {
  const study = createStudy();
  for (let i = 0; i < 3; i++) study.tell(study.ask(), i);
  let looks = 0;
  const watched = study.trials.map((trial) =>
    new Proxy(trial, {
      get: (target, key) => (key === "value" && looks++, Reflect.get(target, key)),
    })
  );
  const tally = new Tally("minimize");
  tally.look(watched);
  const first = looks;
  tally.look([...watched]);
  assertEquals([first > 0, looks], [true, first]);
});
