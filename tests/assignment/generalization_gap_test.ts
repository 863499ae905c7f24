import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as assignment from "two-layer-net/assignment";
import { ImageSet, RandomState } from "two-layer-net";

/** Images of noise: what is right on the training images is learned by heart. */
function noise(count: number, seed: number): ImageSet {
  const rng = new RandomState(seed);
  const pixels = Uint8Array.from(rng.randint(0, 256, count * 27));
  const labels = Uint8Array.from(rng.randint(0, 10, count));
  const mean = new Float64Array(27).fill(127.5);
  return new ImageSet({ pixels, labels, mean, height: 3, width: 3 });
}

const data = { XTrain: noise(400, 1), XTest: noise(300, 2) };

Deno.test("on noise, training accuracy is all gap, and more images close it", async () => {
  const settings = [20, 400].map((numTraining) => ({ numTraining, hiddenSize: 40, reg: 0 }));
  const options = { seeds: [0, 1], numIters: 400 };
  const measured = await Array.fromAsync(assignment.measureGaps(settings, data, options));
  assertEquals(measured.map(({ numTraining, seed }) => [numTraining, seed]), [
    [20, 0],
    [20, 1],
    [400, 0],
    [400, 1],
  ]);
  const [few, many] = assignment.summarizeGaps(measured);
  assert(few.train.mean > 0.9 && few.test.mean < 0.2, JSON.stringify(few));
  assert(many.gap.mean < few.gap.mean, JSON.stringify(many));
});

Deno.test("a signal ends the measuring and drops the net in training", async () => {
  const controller = new AbortController();
  const settings = [{ numTraining: 50, hiddenSize: 5, reg: 0 }];
  const measured = [];
  const options = { numIters: 5, signal: controller.signal };
  for await (const net of assignment.measureGaps(settings, data, options)) {
    measured.push(net);
    controller.abort();
  }
  assertEquals(measured.length, 1);
});

Deno.test("settings out of range are refused before any net is trained", async () => {
  for (const numTraining of [0, 401, 1.5]) {
    const settings = [{ numTraining: 10, hiddenSize: 5, reg: 0 }, {
      numTraining,
      hiddenSize: 5,
      reg: 0,
    }];
    await assertRejects(
      () => assignment.measureGaps(settings, data).next(),
      RangeError,
      "numTraining to be an integer ",
    );
  }
});

Deno.test("equal settings are summarised together: mean and sample deviation", () => {
  const [a, b] = [10, 20].map((hiddenSize) => ({ numTraining: 50, hiddenSize, reg: 0.5 }));
  const summaries = assignment.summarizeGaps([
    { ...b, seed: 0, trainAccuracy: 0.6, testAccuracy: 0.4 },
    { ...a, seed: 0, trainAccuracy: 0.9, testAccuracy: 0.5 },
    { ...a, seed: 1, trainAccuracy: 0.7, testAccuracy: 0.5 },
  ]);
  assertEquals(summaries.map(({ hiddenSize }) => hiddenSize), [10, 20]);
  assertAlmostEquals(summaries[0].train.mean, 0.8, 1e-12);
  assertAlmostEquals(summaries[0].train.std, Math.sqrt(0.02), 1e-12); // np.std([0.9, 0.7], ddof=1)
  assertAlmostEquals(summaries[0].gap.mean, 0.3, 1e-12);
  assertEquals([summaries[0].test.std, summaries[1].gap.std], [0, NaN]);
  assertThrows(() => assignment.summarizeGaps([]), TypeError, "one or more");
});
