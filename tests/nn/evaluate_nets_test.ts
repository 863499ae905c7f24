import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  accuracy,
  evaluate,
  ImageSet,
  Matrix,
  meanProbabilities,
  predictProbabilities,
  type ProgressReport,
  RandomState,
  softmax,
  TwoLayerNet,
} from "two-layer-net";

const rng = new RandomState(4);
const SHAPE = { height: 2, width: 3, channels: 2 };
const images = new ImageSet({
  pixels: Uint8Array.from(rng.choice(256, 1200 * 12)),
  labels: Uint8Array.from(rng.choice(4, 1200)),
  mean: rng.rand(12).map((value) => 255 * value),
  ...SHAPE,
});
const sizes = { inputSize: 12, hiddenSize: 9, numClasses: 4, std: 0.05 };
const nets = [1, 2, 3].map((seed) => new TwoLayerNet({ ...sizes, rng: new RandomState(seed) }));

/** The images as floats, written out; mirrored if asked for. */
function floats(mirror: boolean): Matrix {
  const { height, width, channels } = SHAPE;
  const X = Matrix.zeros(images.rows, images.cols);
  for (let i = 0; i < X.rows; i++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        for (let c = 0; c < channels; c++) {
          const from = (row * width + (mirror ? width - 1 - column : column)) * channels + c;
          const to = (row * width + column) * channels + c;
          X.row(i)[to] = images.image(i)[from] - images.mean[from];
        }
      }
    }
  }
  return X;
}

function assertClose(found: Matrix, expected: Matrix): void {
  found.data.forEach((value, i) => assertAlmostEquals(value, expected.data[i], 1e-12));
}

Deno.test("probabilities are the softmax of the scores, with flips the mean of both views", async () => {
  const [net] = nets;
  const plain = softmax(net.loss(floats(false))), flipped = softmax(net.loss(floats(true)));
  assertClose(await predictProbabilities(net, images), plain);
  const both = meanProbabilities([plain, flipped]);
  assertClose(await predictProbabilities(net, images, { flips: true }), both);
});

Deno.test("one net's evaluation has its accuracy, an ensemble's the mean's", async () => {
  const single = await evaluate(nets[0], images);
  assertEquals(single.accuracy, await accuracy(nets[0], images, images.labels));
  const all = await Promise.all(nets.map((net) => predictProbabilities(net, images)));
  const mean = meanProbabilities(all);
  let total = 0;
  for (let i = 0; i < mean.rows; i++) {
    const values = all.map((probabilities) => probabilities.at(i, images.labels[i]));
    total -= Math.log((values[0] + values[1] + values[2]) / 3);
  }
  const ensemble = await evaluate(nets, images);
  assertAlmostEquals(ensemble.negativeLogLikelihood, total / mean.rows, 1e-12);
});

Deno.test("progress is told to the end, and a signal ends the work", async () => {
  const reports: ProgressReport[] = [];
  const onProgress = (report: ProgressReport) => void reports.push(report);
  await predictProbabilities(nets[0], images, { onProgress });
  assertEquals(reports.at(-1)?.done, images.rows);
  const controller = new AbortController();
  const stop = predictProbabilities(nets[0], images, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  const error = await assertRejects(() => stop, DOMException);
  assert(error.name === "AbortError");
});

Deno.test("what cannot be evaluated is refused by name", async () => {
  const X = Matrix.zeros(2, 12);
  await assertRejects(
    () => predictProbabilities(nets[0], X, { flips: true }),
    TypeError,
    "Expected rows to be images of uint8 pixels but found",
  );
  await assertRejects(
    () => predictProbabilities(nets[0], Matrix.zeros(2, 5)),
    RangeError,
    "Expected X.cols to be the net's input size 12 but found 5",
  );
  const other = (sizes: { inputSize?: number; numClasses?: number }) =>
    new TwoLayerNet({ inputSize: 12, hiddenSize: 2, numClasses: 4, rng, ...sizes });
  const unlike: [TwoLayerNet[], string][] = [
    [
      [nets[0], other({ inputSize: 6 })],
      "inputSize of nets[1] to be the images' size 12 but found 6",
    ],
    [
      [nets[0], other({ numClasses: 5 })],
      "numClasses of nets[1] to be that of nets[0], 4, but found 5",
    ],
    [[other({ numClasses: 2 })], "integer from 0 to 1"],
  ];
  for (const [members, message] of unlike) {
    const onProgress = () => {
      throw new Error("work has begun");
    };
    await assertRejects(() => evaluate(members, images, { onProgress }), RangeError, message);
  }
  await assertRejects(() => evaluate([], images), RangeError, "Expected all to be at least one");
  const shapes = () => meanProbabilities([X, Matrix.zeros(2, 3)]);
  assertThrows(shapes, RangeError, "all[1]");
});
