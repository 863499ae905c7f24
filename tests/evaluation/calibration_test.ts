import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { calibration, evaluateProbabilities, Matrix, softmax } from "two-layer-net";

const SCORES = Matrix.from([
  [2, 1, 0.1],
  [0.5, 0.2, 0.3],
  [-1, 3, 0],
  [0, 0, 1.5],
  [1.2, 1.1, 1],
  [0.3, 2.2, -0.7],
]);
const y = [0, 1, 1, 2, 2, 0];

Deno.test("likelihood and calibration are PyTorch's and NumPy's", () => {
  // torch.nn.functional.cross_entropy(torch.tensor(scores), torch.tensor(y)).item()
  // p = torch.softmax(torch.tensor(scores), 1).numpy(); c = p.max(1); right = p.argmax(1) == y
  // b = np.digitize(c, np.linspace(0, 1, 6), right=True) - 1
  // sum(abs(c[b == k].mean() - right[b == k].mean()) * (b == k).mean() for k in np.unique(b))
  const found = evaluateProbabilities(softmax(SCORES), y, { bins: 5 });
  assertAlmostEquals(found.negativeLogLikelihood, 0.8966349585805734, 1e-14);
  assertAlmostEquals(found.calibration.expectedError, 0.362302650806447, 1e-14);
  const bins = found.calibration.bins.filter(({ count }) => count > 0);
  assertEquals(bins.map(({ from, to, count, accuracy }) => [from, to, count, accuracy]), [
    [0.2, 0.4, 2, 0],
    [0.6, 0.8, 2, 1],
    [0.8, 1, 2, 0.5],
  ]);
  assertAlmostEquals(bins[1].confidence, 0.6752197964610978, 1e-14);
});

Deno.test("every row is in one bin, whatever its confidence", () => {
  const confidences = fc.array(fc.double({ min: 0.5, max: 1, noNaN: true }), { minLength: 1 });
  fc.assert(fc.property(confidences, fc.integer({ min: 1, max: 30 }), (confidences, numBins) => {
    const probabilities = Matrix.from(confidences.map((p) => [p, 1 - p]));
    const { bins, expectedError } = calibration(probabilities, confidences.map(() => 0), numBins);
    assertEquals(bins.reduce((sum, { count }) => sum + count, 0), confidences.length);
    const mean = confidences.reduce((a, b) => a + b) / confidences.length;
    assertAlmostEquals(expectedError, 1 - mean, 1e-12); // all are right
  }));
});

Deno.test("labels and bins that do not fit are refused", () => {
  const cases: [() => unknown, string][] = [
    [() => evaluateProbabilities(SCORES, [0]), "Expected y.length to be 6"],
    [() => evaluateProbabilities(SCORES, [3, 0, 0, 0, 0, 0]), "Expected y[0] to be an integer"],
    [() => calibration(SCORES, y, 0), "Expected numBins to be an integer from 1 to 1000000"],
  ];
  for (const [body, message] of cases) assertThrows(body, RangeError, message);
});

Deno.test("probabilities of a diverged net give NaN where there is no number, and no error", () => {
  const probabilities = Matrix.from([[NaN, NaN], [0.75, 0.25]]);
  const found = evaluateProbabilities(probabilities, [1, 0], { bins: 2 });
  assertEquals([found.accuracy, found.negativeLogLikelihood], [0.5, NaN]);
  assertEquals(found.calibration.expectedError, NaN);
  assertEquals(found.calibration.bins.map(({ count }) => count), [0, 1]);
});
