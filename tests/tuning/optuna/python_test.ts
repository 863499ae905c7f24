/** Python's Optuna and this tuner on the same files; ignored where there is no Python with Optuna. */

import { assert, assertEquals } from "@std/assert";
import {
  createStudy,
  exportToOptuna,
  importFromOptuna,
  JournalStorage,
  loadStudy,
  MemoryStorage,
  RandomSampler,
  type Study,
  TrialPruned,
} from "two-layer-net/tuning";
import { decodePythonJson } from "../../../lib/tuning/optuna/python_json.ts";
import { withTempDir } from "../../internal/testing.ts";
import { hasRedis, TestRedis } from "../queue/redis.ts";
import { hasOptuna, printedBy, python } from "./python.ts";

const ignore = !hasOptuna();

/** Uses a journal: a file, or a Redis. */
type WithJournal = (use: (place: string) => Promise<void>) => Promise<void>;

/** Where journals are, and whether Python can use one there. */
const PLACES: Readonly<Record<string, { with: WithJournal; ignore: boolean }>> = {
  "a file": { with: (use) => withTempDir((dir) => use(`${dir}/study.log`)), ignore },
  Redis: {
    async with(use) {
      await using redis = await TestRedis.start();
      await use(redis.url);
    },
    ignore: !hasRedis || !hasOptuna("redis"),
  },
};

const CHILD = new URL("./children/run_journal.ts", import.meta.url).pathname;

const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-net=127.0.0.1"];

/** Opens a journal or a database as Optuna does. */
const OPEN = `
def open_storage(path):
    if path.endswith(".db"): return f"sqlite:///{path}"
    from optuna.storages.journal import JournalFileBackend, JournalRedisBackend
    backend = JournalRedisBackend if path.startswith("redis:") else JournalFileBackend
    return optuna.storages.JournalStorage(backend(path))
`;

/** Prints what Python reads of a study. */
const DESCRIBE = `${OPEN}
import json, math
study = optuna.load_study(study_name=sys.argv[2], storage=open_storage(sys.argv[1]))
millis = lambda time: time and round(time.timestamp() * 1e6) // 1000
print(json.dumps({
    "direction": study.direction.name,
    "trials": [[
        t.number, t.state.name, t.value, t.params, t.intermediate_values, t.user_attrs,
        millis(t.datetime_start), millis(t.datetime_complete),
        {name: [type(d).__name__, d._asdict()] for name, d in t.distributions.items()},
    ] for t in study.trials],
}))
`;

/** A study with a trial of every state, and numbers of every kind. */
async function fill(study: Study): Promise<void> {
  study.enqueueTrial({ x: 0.25, kind: null });
  await study.optimize((trial) => {
    const x = trial.suggestFloat("x", -1, 1);
    const rate = trial.suggestFloat("rate", 1e-5, 0.1, { log: true });
    trial.suggestFloat("decay", 0.8, 1, { step: 0.05 });
    trial.suggestInt("units", 40, 120, { step: 20 });
    trial.suggestInt("batch", 1, 512, { log: true });
    trial.suggestCategorical("kind", ["a", null, true, 0.5, 7]);
    for (const [step, value] of [[0, NaN], [3, Infinity], [1, -Infinity], [10, x]]) {
      trial.report(value, step);
    }
    trial.setUserAttribute("history", [x, NaN, -0, { 'ü "NaN"': [Infinity, null, true] }]);
    trial.setUserAttribute("note", 'NaN, Infinity and \\ "quotes" 😀\n');
    if (trial.number === 2) throw new TrialPruned();
    if (trial.number === 3) throw new Error("out of the blue");
    return trial.number === 4 ? Infinity : x + Math.log(rate);
  }, { numTrials: 6 });
  study.enqueueTrial({ x: 0.75 });
}

/** What Python should read of it. */
function expected(study: Study): unknown {
  const classes = {
    float: "FloatDistribution",
    int: "IntDistribution",
    categorical: "CategoricalDistribution",
  };
  return {
    direction: study.direction.toUpperCase(),
    trials: study.trials.map((trial) => [
      trial.number,
      trial.state,
      trial.value,
      trial.params,
      Object.fromEntries(trial.intermediateValues),
      trial.userAttributes,
      trial.startedAt,
      trial.finishedAt,
      Object.fromEntries(
        Object.entries(trial.distributions).map((
          [name, { type, ...attributes }],
        ) => [name, [classes[type], attributes]]),
      ),
    ]),
  };
}

for (const where of Object.keys(PLACES)) {
  Deno.test({
    name: `Python reads our journal in ${where} as we do, and goes on with it`,
    ignore: PLACES[where].ignore,
    fn: () =>
      PLACES[where].with(async (path) => {
        using storage = new JournalStorage(path);
        const study = createStudy({
          name: "ours",
          direction: "maximize",
          storage,
          sampler: new RandomSampler(),
        });
        await fill(study);
        assertEquals(decodePythonJson(await printedBy(DESCRIBE, path, "ours")), expected(study));
        await printedBy(
          `${OPEN}
study = optuna.load_study(study_name="ours", storage=open_storage(sys.argv[1]))
study.optimize(lambda trial: trial.suggest_float("x", -1, 1), n_trials=3)`,
          path,
        );
        assertEquals(study.trials.map(({ state }) => state).slice(5), [
          "COMPLETE",
          "COMPLETE", // the queued one
          "COMPLETE",
          "COMPLETE",
        ]);
        assertEquals(study.trials[6].params, { x: 0.75 });
        assertEquals(study.ask().number, 9);
      }),
  });
}

for (const ending of ["db", "log"]) {
  Deno.test({
    name: `Python reads and goes on with a study that was exported to .${ending}, and we with that`,
    ignore,
    fn: () =>
      withTempDir(async (dir) => {
        const path = `${dir}/study.${ending}`;
        const study = createStudy({ name: "ours", sampler: new RandomSampler() });
        await fill(study);
        await exportToOptuna(study, path);
        assertEquals(decodePythonJson(await printedBy(DESCRIBE, path, "ours")), expected(study));
        await printedBy(
          `${OPEN}
study = optuna.load_study(study_name="ours", storage=open_storage(sys.argv[1]))
study.optimize(lambda trial: trial.suggest_float("x", -1, 1), n_trials=2)`,
          path,
        );
        const storage = new MemoryStorage();
        assertEquals(importFromOptuna(path, storage), ["ours"]);
        const again = loadStudy({ name: "ours", storage });
        assertEquals(again.definition, study.definition);
        assertEquals(again.trials.slice(0, 6), study.trials.slice(0, 6));
        const after = again.trials.slice(6).map(({ state, params }) => [state, params.x]);
        assertEquals(after[0], ["COMPLETE", 0.75]);
        assertEquals([after.length, after[1][0]], [2, "COMPLETE"]);
      }),
  });
}

for (const where of Object.keys(PLACES)) {
  Deno.test({
    name:
      `Python's workers and ours share a study in ${where}: each trial is run by one of them, once`,
    ignore: PLACES[where].ignore,
    fn: () =>
      PLACES[where].with(async (path) => {
        using storage = new JournalStorage(path);
        const study = createStudy({ name: "shared", storage });
        for (let x = 0; x < 40; x++) study.enqueueTrial({ x: x / 40 });
        const worker = `${OPEN}
study = optuna.load_study(study_name="shared", storage=open_storage(sys.argv[1]))
def objective(trial):
    x = trial.suggest_float("x", 0, 1)
    for step in range(3): trial.report(x, step)
    trial.set_user_attr("by", "Python")
    return x
study.optimize(objective, n_trials=30)`;
        const ours = () =>
          new Deno.Command("deno", {
            args: ["run", "--no-check", ...PERMISSIONS, CHILD, path, "30"],
          });
        const outputs = await Promise.all(
          [python(worker, path), python(worker, path), ours(), ours()].map((one) => one.output()),
        );
        for (const { success, stderr } of outputs) {
          assert(success, new TextDecoder().decode(stderr));
        }
        const trials = study.trials;
        assertEquals(trials.map(({ state }) => state), Array(120).fill("COMPLETE"));
        assertEquals(
          trials.slice(0, 40).map(({ params }) => params.x),
          trials.slice(0, 40).map((_, i) => i / 40),
        );
        const by = Object.groupBy(trials, ({ userAttributes }) => userAttributes.by as string);
        assertEquals([by.Python?.length, by.Deno?.length], [60, 60]);
        assertEquals(decodePythonJson(await printedBy(DESCRIBE, path, "shared")), expected(study));
        assertEquals(trials.every(({ attempts }) => attempts === 1), true);
      }),
  });
}

for (const where of Object.keys(PLACES)) {
  Deno.test({
    name: `what a Python worker left running in ${where} stays so until it is told, or taken over`,
    ignore: PLACES[where].ignore,
    fn: () =>
      PLACES[where].with(async (path) => {
        await printedBy(
          `${OPEN}
study = optuna.create_study(study_name="left", storage=open_storage(sys.argv[1]))
for _ in range(3): study.ask().suggest_float("x", 0, 1)`,
          path,
        );
        {
          using storage = new JournalStorage(path);
          assertEquals(storage.foreignTrials("left"), [0, 1, 2]);
          assertEquals(storage.startTrial("left")!.number, 3);
          await printedBy(
            `${OPEN}
study = optuna.load_study(study_name="left", storage=open_storage(sys.argv[1]))
study.tell(0, state=optuna.trial.TrialState.FAIL)`,
            path,
          );
          assertEquals(storage.foreignTrials("left"), [1, 2]);
          assertEquals(storage.getTrial("left", 0)!.errors, ["Optuna keeps no reason"]);
        }
        using storage = new JournalStorage(path, { takeOver: true });
        const { number, attempts, proposal } = storage.startTrial("left")!;
        assertEquals([number, attempts, Object.keys(proposal)], [1, 2, ["x"]]);
        assertEquals([storage.foreignTrials("left"), storage.startTrial("left")!.number], [[], 2]);
      }),
  });
}
