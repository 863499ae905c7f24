import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  accuracy,
  evaluate,
  evaluateProbabilities,
  Matrix,
  meanProbabilities,
  predictProbabilities,
  RandomState,
  softmax,
  TwoLayerNet,
} from "two-layer-net";
import { images, nets } from "./images.ts";

Deno.test("accuracies in all and by class, and the confusion", () => {
  const scores = Matrix.from([
    [2, 1, 0.1],
    [0.5, 0.2, 0.3],
    [-1, 3, 0],
    [0, 0, 1.5],
    [1.2, 1.1, 1],
    [0.3, 2.2, -0.7],
  ]);
  const { count, accuracy, classAccuracies, confusion } = evaluateProbabilities(
    softmax(scores),
    [0, 1, 1, 2, 2, 0],
  );
  assertEquals([count, accuracy, classAccuracies], [6, 0.5, [0.5, 0.5, 0.5]]);
  assertEquals(confusion, [[1, 1, 0], [1, 1, 0], [1, 0, 1]]);
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

Deno.test("what cannot be evaluated is refused by name", async () => {
  const other = (sizes: { inputSize?: number; numClasses?: number }) =>
    new TwoLayerNet({
      inputSize: 12,
      hiddenSize: 2,
      numClasses: 4,
      rng: new RandomState(4),
      ...sizes,
    });
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
});
