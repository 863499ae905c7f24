import { assertAlmostEquals, assertEquals } from "@std/assert";
import { RandomState, softmax, TwoLayerNet } from "two-layer-net";
import { answer, contributions, weightsOf, winner } from "../../lib/playground/explain.ts";

const rng = new RandomState(0);
const net = new TwoLayerNet({ inputSize: 12, hiddenSize: 7, numClasses: 4, std: 0.5, rng });
const X = rng.randn(1, 12);

Deno.test("the answer is the net's, and every unit's part adds up to the score", () => {
  const { hidden, scores, probabilities } = answer(net.params, X.data);
  assertEquals(scores, net.loss(X).data);
  assertEquals(probabilities, softmax(net.loss(X)).data);
  assertEquals(winner(probabilities), net.predict(X)[0]);
  const parts = contributions(net.params, hidden, 2);
  assertAlmostEquals(parts.reduce((sum, { value }) => sum + value, 0), scores[2], 1e-12);
  const sizes = parts.map(({ value }) => Math.abs(value));
  assertEquals(sizes, sizes.toSorted((a, b) => b - a));
});

Deno.test("a unit's answer is its weights times the image, where that is above 0", () => {
  const { hidden } = answer(net.params, X.data);
  hidden.forEach((output, unit) => {
    const weights = weightsOf(net.params, unit);
    const sum = weights.reduce((total, weight, i) => total + weight * X.data[i], 0);
    assertAlmostEquals(output, Math.max(0, sum), 1e-6);
  });
});

Deno.test("no class wins where the weights are no numbers", () => {
  assertEquals(winner(Float64Array.of(NaN, NaN)), -1);
  assertEquals(winner(Float64Array.of(0.25, 0.5, 0.25)), 1);
});
