import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  createStudy,
  type CreateStudyOptions,
  durationOf,
  floatDistribution,
  type FrozenTrial,
  GridSampler,
  intDistribution,
  loadStudy,
  MemoryStorage,
  type Objective,
  RandomSampler,
  SearchSpaceError,
  type Study,
  StudyExistsError,
  StudyMismatchError,
  type Trial,
  TrialPruned,
} from "two-layer-net/tuning";

const states = (study: Study) => study.trials.map(({ state }) => state);
const parabola = (trial: Trial) => trial.suggestFloat("x", -1, 1) ** 2;

Deno.test("ask and tell run a study by hand", () => {
  const study = createStudy({ direction: "maximize" });
  study.enqueueTrial({ x: 0.25 });
  const first = study.ask();
  const second = study.ask();
  assertEquals([first.suggestFloat("x", 0, 1), first.params], [0.25, { x: 0.25 }]);
  assertEquals(first.suggestFloat("x", 0, 1), 0.25);
  const x = second.suggestFloat("x", 0, 1);
  assertEquals(states(study), ["RUNNING", "RUNNING"]);
  study.tell(second, x);
  const { state, value, attempts } = study.tell(first.number, 2);
  assertEquals([state, value, attempts], ["COMPLETE", 2, 1]);
  assertEquals([study.bestValue, study.bestParams, study.bestTrial.number], [2, { x: 0.25 }, 0]);
  assert(durationOf(study.bestTrial)! >= 0);
});

const ENDINGS: [
  string,
  Parameters<Study["tell"]> extends [unknown, ...infer R] ? R : never,
  [FrozenTrial["state"], number | null, readonly string[]],
][] = [
  ["a value", [3], ["COMPLETE", 3, []]],
  ["an infinite value", [-Infinity], ["COMPLETE", -Infinity, []]],
  ["NaN", [NaN], ["FAIL", null, ["The objective's value is NaN"]]],
  ["no value", [], ["FAIL", null, ["The objective gave no value"]]],
  ["a failure", [null, { state: "FAIL", error: "oops" }], ["FAIL", null, ["oops"]]],
  ["a pruning", [null, { state: "PRUNED" }], ["PRUNED", 0.5, []]],
  ["a pruning with a value", [7, { state: "PRUNED" }], ["PRUNED", 7, []]],
];

for (const [what, told, expected] of ENDINGS) {
  Deno.test(`tell ends a trial with ${what}`, () => {
    const study = createStudy();
    const trial = study.ask();
    trial.report(1.5, 1);
    trial.report(0.5, 3);
    const { state, value, errors } = study.tell(trial, ...told);
    assertEquals([state, value, errors], expected);
  });
}

Deno.test("tell refuses what cannot be told", () => {
  const study = createStudy();
  const trial = study.ask();
  assertThrows(() => study.tell(trial, 1, { state: "RUNNING" }), RangeError, "Expected state");
  assertThrows(
    () => study.tell(trial, "1" as unknown as number),
    TypeError,
    'Expected value to be a number but found "1"',
  );
  study.tell(trial, 1);
  assertThrows(() => study.tell(trial, 2), Error, "Trial 0 cannot be changed: it is COMPLETE");
  assertThrows(() => study.tell(5, 2), Error, "it does not exist");
});

Deno.test("bestTrial says why there is none", async () => {
  const study = createStudy({ name: "empty" });
  assertThrows(() => study.bestTrial, Error, "No trial of study empty is COMPLETE");
  await assertRejects(() => study.optimize(() => NaN, { numTrials: 1 }));
  assertThrows(() => study.bestValue, Error, "the last error: The objective's value is NaN");
});

Deno.test("ranking orders COMPLETE trials, equals by their numbers", async () => {
  const values = [2, 1, NaN, 1, 3];
  const ranking = async (direction: "minimize" | "maximize") => {
    const study = createStudy({ direction });
    await study.optimize(({ number }) => values[number], { numTrials: 5 });
    return study.ranking.map(({ number }) => number);
  };
  assertEquals(await ranking("minimize"), [1, 3, 0, 4]);
  assertEquals(await ranking("maximize"), [4, 0, 1, 3]);
});

Deno.test("enqueueTrial fixes some parameters and refuses what is no value", async () => {
  const study = createStudy({ sampler: new RandomSampler() });
  study.enqueueTrial({ x: 0.5 });
  assertThrows(() => study.enqueueTrial({ x: NaN }), RangeError, "Expected params.x");
  await study.optimize(
    (trial) => trial.suggestFloat("x", 0, 1) + trial.suggestFloat("y", 0, 1),
    { numTrials: 2 },
  );
  assertEquals(study.trials[0].params.x, 0.5);
  assert(study.trials[0].params.y !== 0.5 && study.trials[1].params.x !== 0.5);
});

Deno.test("optimize keeps to numTrials, totalTrials and the timeout", async () => {
  const study = createStudy();
  await study.optimize(parabola, { numTrials: 0 });
  assertEquals(study.trials.length, 0);
  await study.optimize(parabola, { numTrials: 3 });
  await study.optimize(parabola, { totalTrials: 5 });
  assertEquals(study.trials.length, 5);
  await study.optimize(parabola, { numTrials: 3, totalTrials: 6 });
  assertEquals(study.trials.length, 6);
  await study.optimize(parabola, { timeout: 20 });
  assert(study.trials.length > 6);
  const refused = [{ numTrials: -1 }, { totalTrials: 0.5 }, { timeout: 0 }];
  for (const options of refused) {
    await assertRejects(() => study.optimize(parabola, options), RangeError, "Expected");
  }
});

Deno.test("optimize records what an objective throws and goes on", async () => {
  const study = createStudy();
  await study.optimize((trial) => {
    if (trial.number === 0) throw new TypeError("bad luck");
    if (trial.number === 1) return Promise.reject("a string");
    if (trial.number === 2) return undefined as unknown as number;
    if (trial.number === 3) throw new TrialPruned();
    return trial.suggestFloat("x", 2, 1);
  }, { numTrials: 5 });
  assertEquals(study.trials.map(({ state, errors }) => [state, ...errors]), [
    ["FAIL", "TypeError: bad luck"],
    ["FAIL", "a string"],
    ["FAIL", "TypeError: Expected the objective's value to be a number but found undefined"],
    ["PRUNED"],
    ["FAIL", "RangeError: Expected high to be a finite number of at least 2 but found 1"],
  ]);
});

Deno.test("optimize rejects when every trial failed, with the last error", async () => {
  const study = createStudy();
  await assertRejects(
    () =>
      study.optimize(({ number }) => {
        throw new Error(`number ${number}`);
      }, { numTrials: 3 }),
    Error,
    "All 3 trials failed; the last error: Error: number 2",
  );
  assertEquals(states(study), ["FAIL", "FAIL", "FAIL"]);
});

Deno.test("optimize calls and awaits its callbacks after each trial, before the next", async () => {
  const events: string[] = [];
  const study = createStudy();
  await study.optimize(({ number }) => {
    events.push(`run ${number}`);
    return number;
  }, {
    numTrials: 2,
    callbacks: [async (_, { number, state }) => {
      await new Promise((resolve) => setTimeout(resolve));
      events.push(`${state} ${number}`);
    }],
  });
  assertEquals(events, ["run 0", "COMPLETE 0", "run 1", "COMPLETE 1"]);
});

Deno.test("a callback that throws stops the run and leaves nothing running", async () => {
  const study = createStudy();
  const callbacks = [() => {
    throw new Error("from the callback");
  }];
  await assertRejects(
    () => study.optimize(parabola, { numTrials: 3, callbacks }),
    Error,
    "from the callback",
  );
  assertEquals(states(study), ["COMPLETE"]);
});

Deno.test("an aborted run ends quietly and queues the interrupted trial again", async () => {
  const controller = new AbortController();
  const study = createStudy({ sampler: new RandomSampler({ seed: 1 }) });
  const interrupt = (trial: Trial) => {
    const x = trial.suggestFloat("x", 0, 1);
    if (trial.number === 2) controller.abort();
    trial.signal.throwIfAborted();
    return x;
  };
  await study.optimize(interrupt, { signal: controller.signal });
  assertEquals(states(study), ["COMPLETE", "COMPLETE", "WAITING"]);
  const { x } = study.trials[2].proposal;
  await study.optimize(interrupt, { numTrials: 1 });
  const { state, value, attempts, errors } = study.trials[2];
  assertEquals([state, value, attempts, errors], ["COMPLETE", x as number, 2, []]);
});

Deno.test("a run that is aborted between trials of a busy objective stops", async () => {
  const controller = new AbortController();
  const study = createStudy();
  setTimeout(() => controller.abort(), 10);
  await study.optimize(parabola, { signal: controller.signal, timeout: 20_000 });
  assert(controller.signal.aborted);
});

Deno.test("several executors' lanes share the work and its limits", async () => {
  let running = 0;
  let most = 0;
  const study = createStudy();
  await study.optimize({
    concurrency: 3,
    maxRetries: 1,
    run: async (trial) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
      if (trial.number === 4) throw new Error("again");
      return trial.number;
    },
  }, { numTrials: 10 });
  assertEquals([most, study.trials.length], [3, 10]);
  const { state, attempts, errors } = study.trials[4];
  assertEquals([state, attempts, errors], ["FAIL", 2, ["Error: again", "Error: again"]]);
});

Deno.test("a trial refuses reports, attributes and artifacts that make no sense", () => {
  const trial = createStudy().ask();
  trial.report(1, 0);
  assertThrows(() => trial.report(1, 0), RangeError, "Expected step to be reported once only");
  assertThrows(() => trial.report(1, 1.5), RangeError, "Expected step to be an integer");
  assertThrows(() => trial.report("1" as unknown as number, 1), TypeError, "Expected value");
  assertThrows(() => trial.setUserAttribute("f", new Date() as never), TypeError, "Expected f");
  assertThrows(() => trial.saveArtifact("../up", new Uint8Array()), RangeError, "plain file name");
});

const MISMATCHES: [string, CreateStudyOptions, string][] = [
  ["direction", { direction: "maximize" }, 'direction: "minimize", now "maximize"'],
  ["search space", { searchSpace: { x: intDistribution(1, 9) } }, "searchSpace.x.high: 8, now 9"],
  ["grid", { sampler: new GridSampler({ x: [1, 3] }) }, "grid.x: [1,2], now [1,3]"],
  ["context", { context: { data: "cd" } }, 'context.data: "ab", now "cd"'],
  ["missing context", { context: null }, 'context: {"data":"ab"}, now null'],
];

for (const [what, change, message] of MISMATCHES) {
  Deno.test(`a study is not resumed with another ${what}, and says what differs`, () => {
    const options: CreateStudyOptions = {
      storage: new MemoryStorage(),
      searchSpace: { x: intDistribution(1, 8) },
      sampler: new GridSampler({ x: [1, 2] }),
      context: { data: "ab" },
      loadIfExists: true,
    };
    createStudy(options);
    assertEquals(createStudy(options).trials.length, 2);
    assertThrows(() => createStudy({ ...options, ...change }), StudyMismatchError, message);
  });
}

Deno.test("a resumed objective that asks for another range stops the run, failing no trial", async () => {
  const storage = new MemoryStorage();
  await createStudy({ storage }).optimize(parabola, { numTrials: 2 });
  const study = createStudy({ storage, loadIfExists: true });
  await assertRejects(
    () => study.optimize((trial) => trial.suggestFloat("x", -2, 2), { numTrials: 2 }),
    SearchSpaceError,
    'Parameter x is {"type":"float","low":-1,"high":1,"log":false,"step":null} in study study',
  );
  assertEquals(states(study), ["COMPLETE", "COMPLETE", "WAITING"]);
});

Deno.test("a declared search space binds the objective", async () => {
  const study = createStudy({ searchSpace: { x: floatDistribution(0, 1) } });
  await assertRejects(() => study.optimize(parabola, { numTrials: 1 }), SearchSpaceError);
});

Deno.test("studies are made once, and found again by their names", () => {
  const storage = new MemoryStorage();
  const study = createStudy({ name: "a", storage, direction: "maximize" });
  study.tell(study.ask(), 1);
  assertThrows(() => createStudy({ name: "a", storage }), StudyExistsError, "loadIfExists");
  const found = loadStudy({ name: "a", storage });
  assertEquals([found.direction, found.bestValue], ["maximize", 1]);
  assertThrows(() => loadStudy({ name: "b", storage }), Error, "there are a");
});

const REFUSED: [string, () => unknown, string][] = [
  ["an empty name", () => createStudy({ name: " " }), "Expected name"],
  [
    "an unknown direction",
    () => createStudy({ direction: "up" as "minimize" }),
    "Expected direction to be one of",
  ],
  [
    "a context that is no JSON",
    () => createStudy({ context: { f: new Date() } as never }),
    "study.context.f",
  ],
];

for (const [what, make, message] of REFUSED) {
  Deno.test(`createStudy refuses ${what}`, () => {
    assertThrows(make, Error, message);
  });
}

Deno.test("a storage that fails stops the run, and the trial is queued again", async () => {
  class FailingStorage extends MemoryStorage {
    failing = true;
    override setUserAttribute(...args: Parameters<MemoryStorage["setUserAttribute"]>): void {
      if (this.failing) throw new Error("the disk is gone");
      super.setUserAttribute(...args);
    }
  }
  const storage = new FailingStorage();
  const study = createStudy({ storage });
  const objective: Objective = (trial) => {
    trial.setUserAttribute("key", 1);
    return 1;
  };
  await assertRejects(() => study.optimize(objective, { numTrials: 3 }), Error, "the disk is gone");
  assertEquals(states(study), ["WAITING"]);
  storage.failing = false;
  await study.optimize(objective, { numTrials: 3 });
  assertEquals(states(study), ["COMPLETE", "COMPLETE", "COMPLETE"]);
});

Deno.test("a sampler that fails when a trial begins leaves the trial queued", async () => {
  const sampler = new RandomSampler();
  const failing = Object.assign(sampler, {
    sampleTogether: () => {
      throw new Error("no idea");
    },
  });
  const study = createStudy({ sampler: failing });
  await assertRejects(() => study.optimize(parabola, { numTrials: 2 }), Error, "no idea");
  assertEquals(states(study), ["WAITING"]);
});
