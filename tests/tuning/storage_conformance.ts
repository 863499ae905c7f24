/** The suite that every storage passes. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  categoricalDistribution,
  floatDistribution,
  type FrozenTrial,
  intDistribution,
  type Storage,
  type StudyDefinition,
} from "two-layer-net/tuning";

/** What a suite of one storage needs. */
export interface StorageUnderTest {
  name: string;
  /** A new storage with nothing in it. */
  open(): Storage;
  /** The same storage opened again in another process's stead, where that can be. */
  reopen?(storage: Storage): Storage;
  /** Whether what it needs is not there. */
  ignore?: boolean;
}

const DEFINITION: StudyDefinition = {
  name: "study",
  direction: "minimize",
  searchSpace: { lr: floatDistribution(1e-4, 1, { log: true }) },
  grid: { act: ["relu", null, true, 0.5] },
  context: { digest: "ab", limit: Infinity },
};

const FRESH: Omit<FrozenTrial, "number"> = {
  state: "WAITING",
  value: null,
  params: {},
  distributions: {},
  proposal: {},
  intermediateValues: new Map(),
  userAttributes: {},
  attempts: 0,
  errors: [],
  startedAt: null,
  finishedAt: null,
};

const { lr } = DEFINITION.searchSpace!;

/** A trial of each state but RUNNING. */
const TRIALS: readonly FrozenTrial[] = [{
  ...FRESH,
  number: 0,
  state: "COMPLETE",
  value: -Infinity,
  params: { lr: 0.5, act: "relu" },
  distributions: { lr, act: categoricalDistribution(["relu", null, true, 0.5]) },
  intermediateValues: new Map([[0, NaN], [2, -0.5]]),
  userAttributes: { history: [-0, NaN, 1e-300], name: "ü \ud83d\ude00 \n" },
  attempts: 1,
  startedAt: 1_700_000_000_001,
  finishedAt: 1_700_000_000_002,
}, {
  ...FRESH,
  number: 1,
  state: "PRUNED",
  value: 1 / 3,
  params: { units: 40 },
  distributions: { units: intDistribution(40, 120, { step: 20 }) },
  intermediateValues: new Map([[1, 1 / 3]]),
  attempts: 1,
  startedAt: 1_700_000_000_003,
  finishedAt: 1_700_000_000_004,
}, {
  ...FRESH,
  number: 2,
  proposal: { lr: 1, act: null, units: 60 },
  attempts: 1,
  errors: ["once"],
}, {
  ...FRESH,
  number: 3,
  state: "FAIL",
  attempts: 2,
  errors: ["first", "second"],
  startedAt: 1_700_000_000_005,
  finishedAt: 1_700_000_000_006,
}];

/** Registers the suite. */
export function testStorage({ name, open, reopen, ignore = false }: StorageUnderTest): void {
  const test = (what: string, body: (storage: Storage) => void) =>
    Deno.test({
      name: `${name}: ${what}`,
      ignore,
      fn() {
        using storage = open();
        body(storage);
      },
    });
  const testInStudy = (what: string, body: (storage: Storage) => void) =>
    test(what, (storage) => {
      storage.createStudy(DEFINITION, []);
      body(storage);
    });

  test("keeps the definition of each study, and makes none twice", (storage) => {
    const other = { ...DEFINITION, name: "other", context: null };
    const waiting: FrozenTrial = { ...FRESH, number: 0, proposal: { a: 1 } };
    assert(storage.createStudy(DEFINITION, [waiting]).created);
    assert(storage.createStudy(other, []).created);
    const again = storage.createStudy({ ...DEFINITION, direction: "maximize" }, []);
    assertEquals(again, { created: false, definition: DEFINITION });
    assertEquals(storage.getStudies(), [DEFINITION, other]);
    assertEquals(storage.getTrials("study"), [waiting]);
    assertEquals(storage.getTrials("other"), []);
  });

  test("makes a study of trials that are finished, and goes on behind them", (storage) => {
    assertEquals(storage.createStudy(DEFINITION, TRIALS).created, true);
    assertEquals(storage.getTrials("study"), TRIALS);
    assertEquals(storage.getTrials("study", ["WAITING"]), [TRIALS[2]]);
    const { number, attempts, errors } = storage.startTrial("study")!;
    assertEquals([number, attempts, errors], [2, 2, ["once"]]);
    assertEquals(storage.startTrial("study")!.number, TRIALS.length);
    assertThrows(
      () => storage.finishTrial("study", 0, { state: "FAIL", value: null }),
      Error,
      "is COMPLETE",
    );
  });

  test("makes no study of trials that are running, or misnumbered", (storage) => {
    const running = { ...FRESH, number: 0, state: "RUNNING" } as const;
    assertThrows(() => storage.createStudy(DEFINITION, [running]), RangeError, "trials[0].state");
    const second = { ...FRESH, number: 1 };
    assertThrows(() => storage.createStudy(DEFINITION, [second]), RangeError, "trials[0].number");
    assertEquals(storage.getStudies(), []);
  });

  test("names the studies that there are when asked for another", (storage) => {
    assertThrows(() => storage.getTrials("none"), Error, 'No study is named "none"; there is none');
    storage.createStudy(DEFINITION, []);
    assertThrows(() => storage.startTrial("none"), Error, "there are study");
  });

  testInStudy("starts queued trials in order, then new ones, within the limits", (storage) => {
    assertEquals(storage.enqueueTrial("study", {}), 0);
    assertEquals(storage.enqueueTrial("study", { x: 1 }), 1);
    const start = (options = {}) => storage.startTrial("study", options)?.number ?? null;
    assertEquals(start({ waitingOnly: true }), 0);
    assertEquals(start({ maxTrials: 1 }), 1);
    assertEquals(start({ waitingOnly: true }), null);
    assertEquals(start({ maxTrials: 2 }), null);
    assertEquals(start({ maxTrials: 3 }), 2);
    assertEquals(start(), 3);
  });

  testInStudy("keeps everything of a trial, NaN and infinities included", (storage) => {
    const before = Date.now();
    const { number } = storage.startTrial("study")!;
    const lr = DEFINITION.searchSpace!.lr;
    storage.setProposal("study", number, { act: null });
    storage.setParam("study", number, "lr", 0.1, lr);
    for (const [step, value] of [[5, NaN], [1, -Infinity], [3, 1e-300]]) {
      storage.setIntermediateValue("study", number, step, value);
    }
    storage.setUserAttribute("study", number, "history", [1]);
    storage.setUserAttribute("study", number, "history", [0.5, NaN, Infinity, -0]);
    storage.setUserAttribute("study", number, "backend", { name: "wasm", dtype: "float32" });
    storage.finishTrial("study", number, { state: "COMPLETE", value: Infinity });
    const [{ startedAt, finishedAt, ...trial }] = storage.getTrials("study");
    assertEquals(trial, {
      number: 0,
      state: "COMPLETE",
      value: Infinity,
      params: { lr: 0.1 },
      distributions: { lr },
      proposal: { act: null },
      intermediateValues: new Map([[1, -Infinity], [3, 1e-300], [5, NaN]]),
      userAttributes: {
        history: [0.5, NaN, Infinity, -0],
        backend: { name: "wasm", dtype: "float32" },
      },
      attempts: 1,
      errors: [],
    });
    assert(before <= startedAt! && startedAt! <= finishedAt! && finishedAt! <= Date.now());
  });

  testInStudy("queues a trial again with its parameters, errors and nothing else", (storage) => {
    storage.enqueueTrial("study", { x: 1, y: 2 });
    storage.startTrial("study");
    storage.setParam("study", 0, "lr", 0.1, DEFINITION.searchSpace!.lr);
    storage.setIntermediateValue("study", 0, 1, 1);
    storage.setUserAttribute("study", 0, "key", 1);
    storage.requeueTrial("study", 0, "first");
    const waiting = {
      ...FRESH,
      number: 0,
      proposal: { x: 1, y: 2, lr: 0.1 },
      attempts: 1,
      errors: ["first"],
    };
    assertEquals(storage.getTrials("study"), [waiting]);
    assertEquals(storage.startTrial("study")!.attempts, 2);
    storage.setIntermediateValue("study", 0, 1, 2);
    storage.requeueTrial("study", 0);
    storage.startTrial("study");
    storage.finishTrial("study", 0, { state: "FAIL", value: null, error: "second" });
    const [{ state, attempts, errors }] = storage.getTrials("study");
    assertEquals([state, attempts, errors], ["FAIL", 3, ["first", "second"]]);
  });

  testInStudy("refuses to write to a trial that is not running", (storage) => {
    storage.enqueueTrial("study", {});
    const writes: ((trial: number) => void)[] = [
      (trial) => storage.setProposal("study", trial, {}),
      (trial) => storage.setParam("study", trial, "lr", 0.1, DEFINITION.searchSpace!.lr),
      (trial) => storage.setIntermediateValue("study", trial, 1, 1),
      (trial) => storage.setUserAttribute("study", trial, "key", 1),
      (trial) => storage.requeueTrial("study", trial),
      (trial) => storage.finishTrial("study", trial, { state: "COMPLETE", value: 1 }),
    ];
    for (const write of writes) {
      assertThrows(() => write(0), Error, "Trial 0 cannot be changed: it is WAITING");
      assertThrows(() => write(1), Error, "Trial 1 cannot be changed: it does not exist");
    }
    storage.startTrial("study");
    storage.finishTrial("study", 0, { state: "PRUNED", value: 1 });
    for (const write of writes) assertThrows(() => write(0), Error, "it is PRUNED");
  });

  testInStudy("takes one value a step", (storage) => {
    storage.startTrial("study");
    storage.setIntermediateValue("study", 0, 2, NaN);
    assertThrows(() => storage.setIntermediateValue("study", 0, 2, 1), RangeError, "Step 2");
    assertEquals(storage.getTrials("study")[0].intermediateValues, new Map([[2, NaN]]));
  });

  testInStudy("finds a trial by its number, as it is by now", (storage) => {
    assertEquals(storage.getTrial("study", 0), null);
    storage.enqueueTrial("study", { x: 1 });
    const waiting = storage.getTrial("study", 0);
    assertEquals(waiting, { ...FRESH, number: 0, proposal: { x: 1 } });
    storage.startTrial("study");
    storage.setIntermediateValue("study", 0, 3, 0.5);
    assertEquals(storage.getTrial("study", 0)!.intermediateValues, new Map([[3, 0.5]]));
    storage.finishTrial("study", 0, { state: "COMPLETE", value: 2 });
    assertEquals(storage.getTrial("study", 0), storage.getTrials("study")[0]);
    assertEquals([storage.getTrial("study", 1), waiting!.state], [null, "WAITING"]);
  });

  testInStudy("lists trials by state, in order, as they were when asked", (storage) => {
    for (let i = 0; i < 5; i++) storage.startTrial("study");
    storage.finishTrial("study", 3, { state: "COMPLETE", value: 3 });
    storage.finishTrial("study", 1, { state: "PRUNED", value: null });
    const numbers = (states: FrozenTrial["state"][]) =>
      storage.getTrials("study", states).map(({ number }) => number);
    assertEquals(numbers(["COMPLETE", "PRUNED"]), [1, 3]);
    assertEquals(numbers(["RUNNING"]), [0, 2, 4]);
    assertEquals(numbers([]), []);
    const before = storage.getTrials("study");
    const copy = structuredClone(before);
    storage.setUserAttribute("study", 0, "key", 1);
    storage.finishTrial("study", 0, { state: "COMPLETE", value: 0 });
    assertEquals(before, copy);
    assertEquals(numbers(["COMPLETE"]), [0, 3]);
  });

  testInStudy("keeps attributes of studies, all of a call or none", (storage) => {
    assertEquals(storage.getStudyAttributes("study"), {});
    storage.setStudyAttributes("study", { a: [1, "\u{1f600}", null], b: true });
    storage.setStudyAttributes("study", { b: -0, "c:0": Infinity });
    const kept = { a: [1, "\u{1f600}", null], b: -0, "c:0": Infinity };
    assertEquals(storage.getStudyAttributes("study"), kept);
    const bad = { a: 2, d: 1n } as unknown as Record<string, string>;
    assertThrows(() => storage.setStudyAttributes("study", bad), TypeError);
    assertEquals(storage.getStudyAttributes("study"), kept);
    assertThrows(() => storage.setStudyAttributes("other", {}), Error, "No study is named");
    assertThrows(() => storage.getStudyAttributes("other"), Error, "No study is named");
    storage.createStudy({ ...DEFINITION, name: "next" }, []);
    assertEquals(storage.getStudyAttributes("next"), {});
  });

  if (!reopen) return;
  testInStudy("has it all when opened again", (storage) => {
    for (let i = 0; i < 3; i++) storage.startTrial("study");
    storage.setUserAttribute("study", 1, "key", NaN);
    storage.finishTrial("study", 1, { state: "COMPLETE", value: 1 });
    storage.setStudyAttributes("study", { key: "first" });
    using other = reopen(storage);
    assertEquals(other.getStudyAttributes("study"), { key: "first" });
    other.setStudyAttributes("study", { key: "second" });
    assertEquals(storage.getStudyAttributes("study"), { key: "second" });
    assertEquals(other.getStudies(), storage.getStudies());
    assertEquals(other.getTrials("study"), storage.getTrials("study"));
  });

  testInStudy("gives no trial to two of those that share it", (storage) => {
    using other = reopen(storage);
    for (let i = 0; i < 4; i++) storage.enqueueTrial("study", {});
    const started = [storage, other, storage, other].map((one) => one.startTrial("study")!.number);
    assertEquals(started, [0, 1, 2, 3]);
    assertThrows(
      () => storage.finishTrial("study", 1, { state: "COMPLETE", value: 1 }),
      Error,
      "Trial 1 cannot be changed: it is run by another process",
    );
    other.finishTrial("study", 1, { state: "COMPLETE", value: 1 });
    assertEquals(storage.getTrials("study", ["COMPLETE"]).length, 1);
  });

  testInStudy("takes back what another one left running when it ended", (storage) => {
    {
      using other = reopen(storage);
      other.startTrial("study");
      other.startTrial("study");
      other.finishTrial("study", 0, { state: "COMPLETE", value: 0 });
      assertEquals(storage.startTrial("study")!.number, 2);
    }
    const taken = storage.startTrial("study")!;
    assertEquals([taken.number, taken.attempts], [1, 2]);
  });
}
