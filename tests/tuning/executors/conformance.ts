/** What every executor that runs trials elsewhere does: one suite for the pool and the queue. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  ArtifactDirectory,
  createStudy,
  type Executor,
  type FrozenTrial,
  RandomSampler,
  type Study,
} from "two-layer-net/tuning";
import type { Mode } from "./workers/objective.ts";

/** What an executor under test is made for. */
export interface Conditions {
  /** Trials at a time. */
  readonly size: number;
  readonly maxRetries: number;
  /** Milliseconds. */
  readonly timeLimit?: number;
  /** The workers' module. */
  readonly module: URL;
  /** Shared with the workers: the first says that what spins may end. */
  readonly flags: Int32Array;
}

/** Uses an executor for the study, whose workers may do nothing but compute. */
export type WithExecutor = (
  study: Study,
  conditions: Conditions,
  use: (executor: Executor) => Promise<void>,
) => Promise<void>;

/** The module of the suite's workers. */
export const MODULE = new URL("./workers/objective.ts", import.meta.url);

/** Memory that tests and workers share. */
export function sharedFlags(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** A study with one queued trial a mode. */
export function makeStudy(
  modes: readonly Mode[],
  options: Parameters<typeof createStudy>[0] = {},
): Study {
  const study = createStudy({ sampler: new RandomSampler(), ...options });
  modes.forEach((mode, i) => study.enqueueTrial({ mode, x: i / 16 }));
  return study;
}

/** Defines the suite's tests. */
export function testExecutor(name: string, withExecutor: WithExecutor, { ignore = false } = {}) {
  const test = (title: string, fn: () => Promise<void>) =>
    Deno.test({ name: `${name} ${title}`, ignore, fn });

  async function runModes(
    modes: readonly Mode[],
    conditions: Partial<Conditions> = {},
  ): Promise<FrozenTrial[]> {
    const study = makeStudy(modes);
    await withExecutor(study, withDefaults(conditions), async (executor) => {
      await study.optimize(executor, { totalTrials: modes.length });
    });
    return study.trials;
  }

  test("runs trials in parallel and keeps what they hand over", async () => {
    const modes = Array<Mode>(6).fill("value");
    const trials = await runModes(modes, { size: 2 });
    assertEquals(trials.map(({ value }) => value), [0, 1, 2, 3, 4, 5].map((i) => i / 8));
  });

  test("passes attributes, artifacts and pruning between worker and study", async () => {
    const dir = Deno.makeTempDirSync();
    const artifacts = new ArtifactDirectory(dir);
    const study = makeStudy(["attributes", "prune"], {
      artifacts,
      pruner: { prune: (_, { intermediateValues }) => intermediateValues.size === 2 },
    });
    await withExecutor(study, withDefaults(), async (executor) => {
      await study.optimize(executor, { totalTrials: 2 });
    });
    const [attributes, pruned] = study.trials;
    assertEquals(attributes.userAttributes, { history: [1, NaN] });
    assertEquals(Deno.readTextFileSync(artifacts.path("study", 0, "weights.bin")), "x = 0");
    assertEquals([pruned.state, pruned.value], ["PRUNED", 1 / 16 + 2]);
    assertEquals([...pruned.intermediateValues], [[1, 1 / 16 + 1], [2, 1 / 16 + 2]]);
    Deno.removeSync(dir, { recursive: true });
  });

  test("lets the objective alone say what its parameters are", async () => {
    const study = createStudy({ sampler: new RandomSampler({ seed: 3 }) });
    study.enqueueTrial({ mode: "value" }); // x is drawn when it is asked for
    await withExecutor(study, withDefaults(), async (executor) => {
      await study.optimize(executor, { totalTrials: 1 });
    });
    const [{ value, params }] = study.trials;
    assertEquals(value, 2 * (params.x as number));
    assertEquals(Object.keys(params).sort(), ["mode", "x"]);
  });

  for (const [mode, message] of FAILURES) {
    test(`loses only its trial to a worker that fails by: ${mode}`, async () => {
      const flags = sharedFlags();
      const conditions = { maxRetries: 1, timeLimit: 300, flags };
      const [before, failed, after] = await runModes(["value", mode, "value"], conditions);
      Atomics.store(flags, 0, 1);
      assertEquals([before.state, failed.state, after.state], ["COMPLETE", "FAIL", "COMPLETE"]);
      assertEquals([failed.attempts, failed.errors.length], [2, 2]);
      for (const error of failed.errors) assertStringIncludes(error, message);
    });
  }

  test("fails trials, not the process, when the module cannot be loaded", async () => {
    const module = new URL("./workers/absent.ts", import.meta.url);
    const error = await assertRejects(
      () => runModes(["value", "value"], { module }),
      Error,
      "All 2 trials",
    );
    assertStringIncludes(error.message, "absent.ts");
  });

  test("stops at once when the study is told to, and queues its trials again", async () => {
    const study = makeStudy(["value", "hang", "hang"]);
    const controller = new AbortController();
    await withExecutor(study, withDefaults({ size: 2 }), async (executor) => {
      const run = study.optimize(executor, { totalTrials: 3, signal: controller.signal });
      while (study.getTrials(["RUNNING"]).length < 2 || study.trials[0].state !== "COMPLETE") {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      controller.abort();
      await run;
    });
    assertEquals(study.trials.map(({ state }) => state), ["COMPLETE", "WAITING", "WAITING"]);
    assertEquals(study.trials[1].proposal.mode, "hang");
    assert(study.trials[1].errors.length === 0);
  });
}

const FAILURES: [Mode, string][] = [
  ["throw", "TypeError: the objective threw"],
  ["uncaught", "out of the blue"],
  ["close", "ended itself by self.close()"],
  ["exit", "ended itself by Deno.exit(3)"],
  ["hang", "took longer than 300 ms"],
  ["spin", "took longer than 300 ms"],
  ["write", "NotCapable"],
  ["fetch", "Requires net access"],
  ["badStep", "Expected step to be an integer from 0 to 9007199254740991 but found -1"],
];

function withDefaults(conditions: Partial<Conditions> = {}): Conditions {
  return { size: 1, maxRetries: 0, module: MODULE, flags: sharedFlags(), ...conditions };
}
