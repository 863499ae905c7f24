import { assertEquals, assertThrows } from "@std/assert";
import { createBackend } from "two-layer-net";
import { trainNet } from "two-layer-net/training";
import { STANDARD } from "../../lib/playground/settings.ts";
import { TrainingRun } from "../../lib/playground/training_run.ts";
import { noisyImages } from "./images.ts";

const SETTINGS = { ...STANDARD, hiddenSize: 8, batchSize: 20, hiddenDropout: 0.2, numIters: 40 };
const data = noisyImages(100, 20, 0);

/** A run, and what it told. */
async function watched(settings = SETTINGS) {
  const backend = await createBackend("reference", { dtype: "float32" });
  const losses: number[] = [], pauses = { count: 0 };
  let paused = Promise.withResolvers<void>();
  const run = new TrainingRun(settings, data, backend, {
    onStep: ({ loss }) => void losses.push(loss),
    onEpoch() {},
    onPause() {
      pauses.count++;
      paused.resolve();
    },
  });
  const step = async (steps: number) => {
    paused = Promise.withResolvers();
    run.allow(steps);
    await paused.promise;
  };
  return { run, losses, pauses, step, backend };
}

Deno.test("a run paused after each step ends in the bits of one that never stopped", async () => {
  const { run, losses, step, backend } = await watched();
  await using _ = run;
  for (let i = 1; i < SETTINGS.numIters; i++) {
    await step(1);
    assertEquals(losses.length, i);
  }
  run.allow(1);
  await run.done;
  const whole = await trainNet(SETTINGS, data, { backend });
  assertEquals(losses, whole.history.lossHistory);
  assertEquals(run.net.params.W1.data, whole.net.params.W1.data);
});

Deno.test("a run starts paused, before its first step, and can be stopped there", async () => {
  const { run, losses } = await watched();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals(losses, []);
  await run[Symbol.asyncDispose]();
  assertThrows(() => run.net.params, Error, "disposed of");
});

Deno.test("a bad setting is refused by name before anything runs", async () => {
  const backend = await createBackend("reference", { dtype: "float32" });
  const watcher = { onStep() {}, onEpoch() {}, onPause() {} };
  const make = () => new TrainingRun({ ...SETTINGS, batchSize: 0 }, data, backend, watcher);
  assertThrows(make, RangeError, "batchSize");
});
