import { assertEquals, assertThrows } from "@std/assert";
import { confidentMistakes, Matrix } from "two-layer-net";

Deno.test("mistakes come by confidence, equals by row, right answers not at all", () => {
  const probabilities = Matrix.from([[0.7, 0.3], [0.2, 0.8], [0.9, 0.1], [0.3, 0.7]]);
  assertEquals(confidentMistakes(probabilities, [1, 1, 1, 0]), [
    { index: 2, truth: 1, predicted: 0, probability: 0.9 },
    { index: 0, truth: 1, predicted: 0, probability: 0.7 },
    { index: 3, truth: 0, predicted: 1, probability: 0.7 },
  ]);
  assertEquals(confidentMistakes(probabilities, [0, 1, 0, 1]), []);
});

Deno.test("a diverged net's mistakes come last", () => {
  const mistakes = confidentMistakes(Matrix.from([[NaN, NaN], [0.9, 0.1]]), [1, 1]);
  assertEquals(mistakes.map(({ index }) => index), [1, 0]);
});

Deno.test("labels that do not fit are refused", () => {
  const cases: [number[], string][] = [
    [[0], "Expected y.length to be 2"],
    [[0, 3], "Expected y[1] to be an integer from 0 to 2"],
  ];
  for (const [y, message] of cases) {
    assertThrows(() => confidentMistakes(Matrix.zeros(2, 3), y), RangeError, message);
  }
});
