import { assert, assertEquals } from "@std/assert";
import * as assignment from "two-layer-net/assignment";
import { ImageSet, RandomState } from "two-layer-net";

/** Random images in place of CIFAR-10; `mean` is subtracted from each pixel. */
function fakeData(mean = 127.5) {
  const [rng, count] = [new RandomState(3), 300];
  const pixels = Uint8Array.from(rng.randint(0, 256, count * 3072));
  const labels = Uint8Array.from(rng.randint(0, 10, count));
  const images = new ImageSet({
    pixels,
    labels,
    mean: new Float64Array(3072).fill(mean),
    height: 32,
    width: 32,
  });
  const [XTrain, XVal] = [images.slice(0, 200), images.slice(200, count)];
  return { XTrain, yTrain: XTrain.labels, XVal, yVal: XVal.labels };
}

Deno.test("chosen nets are trained in order, as they would be alone", async () => {
  const [data, points] = [fakeData(), assignment.gridPoints()];
  const options = { points: [points[7], points[0]], numIters: 3 };
  const results = await Array.fromAsync(assignment.trainGrid(data, options));
  assertEquals(results.map(({ index }) => index), [0, 7]);
  const rng = assignment.randomStateBeforeGridNet(7);
  const alone = await assignment.trainGridNet({ ...points[7], rng }, data, { numIters: 3 });
  assertEquals(results[1].history, alone.history);
  assertEquals(results[1].net.params.W1.toArray(), alone.net.params.W1.toArray());
  assertEquals(results[1].valAccuracy, alone.history.valAccHistory[2]);
  assertEquals(results[1].diverged, false);
});

Deno.test("a net whose loss is no number any more has diverged", async () => {
  const [data, points] = [fakeData(1e100), [{ index: 9 }]];
  const [result] = await Array.fromAsync(assignment.trainGrid(data, { points, numIters: 8 }));
  assert(!Number.isFinite(result.history.lossHistory.at(-1)));
  assertEquals([result.learningRate, result.diverged], [5e-3, true]);
});

Deno.test("a signal ends the grid and drops the net in training", async () => {
  const controller = new AbortController();
  const points = assignment.gridPoints().slice(0, 3);
  let steps = 0;
  const onStep = () => {
    if (++steps === 5) controller.abort();
  };
  const options = { points, numIters: 3, callbacks: [{ onStep }], signal: controller.signal };
  const results = await Array.fromAsync(assignment.trainGrid(fakeData(), options));
  assertEquals([results.length, steps], [1, 5]);
});
