import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { argmaxRows, Matrix, softmax } from "two-layer-net";

Deno.test("softmax equals PyTorch's, far from zero too", () => {
  // torch.softmax(torch.tensor(scores, dtype=torch.float64), 1), PyTorch 2.13.0
  const scores = Matrix.from([[1.5, -2.25, 0.75], [1000, 999, -1000], [-3e4, -3e4, -3e4]]);
  const expected = [
    [0.6685009000615161, 0.015721634272160077, 0.3157774656663239],
    [0.7310585786300049, 0.26894142136999516, 0],
    [1 / 3, 1 / 3, 1 / 3],
  ].flat();
  softmax(scores).data.forEach((p, i) => assertAlmostEquals(p, expected[i], 1e-15));
});

Deno.test("rows sum to 1, keep the order of the scores and do not feel a shift", () => {
  const rows = fc.array(
    fc.tuple(...Array.from({ length: 4 }, () => fc.double({ min: -300, max: 300, noNaN: true }))),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(fc.property(rows, (rows) => {
    const probabilities = softmax(Matrix.from(rows));
    const shifted = softmax(Matrix.from(rows.map((row) => row.map((s) => s + 1))));
    rows.forEach((row, i) => {
      const p = probabilities.row(i);
      assertAlmostEquals([...p].reduce((a, b) => a + b), 1, 1e-12);
      assertAlmostEquals(p[argmaxRows(Matrix.from([row]))[0]], Math.max(...p), 0);
      p.forEach((value, j) => assertAlmostEquals(value, shifted.row(i)[j], 1e-12));
    });
  }));
});

Deno.test("a diverged row is NaN and leaves the others alone; float32 scores become float64", () => {
  const scores = new Matrix(3, 2, Float32Array.of(NaN, 1, Infinity, 0, 2, 2));
  assertEquals([...softmax(scores).data], [NaN, NaN, NaN, NaN, 0.5, 0.5]);
  assertEquals(softmax(scores).dtype, "float64");
});
