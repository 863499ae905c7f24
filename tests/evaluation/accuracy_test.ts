import { assertEquals, assertRejects } from "@std/assert";
import { accuracy, argmaxRows, Matrix, type Rows } from "two-layer-net";

/** Predicts the column of each row's greatest value. */
const greatest = {
  inputSize: 2,
  numClasses: 2,
  predict: (X: Rows) => argmaxRows(X as Matrix),
};

Deno.test("the share of right rows is exact, in all parts and the last incomplete one", async () => {
  const X = Matrix.zeros(257, 2);
  for (let i = 0; i < 100; i++) X.row(i)[1] = 1;
  X.row(256)[1] = 1;
  assertEquals(await accuracy(greatest, X, new Uint8Array(257)), 156 / 257);
  assertEquals(await accuracy(greatest, X, new Array(257).fill(1)), 101 / 257);
});

Deno.test("a predictor needs no loss, but what it takes and predict()", async () => {
  const { predict: _, ...rest } = greatest;
  const X = Matrix.zeros(1, 2);
  await assertRejects(
    () => accuracy(rest as typeof greatest, X, [0]),
    TypeError,
    "Expected model to be a net, or another model with predict(),",
  );
  const refused: [() => Promise<number>, string][] = [
    [() => accuracy({ ...greatest, inputSize: 3 }, X, [0]), "input size 3 but found 2"],
    [() => accuracy(greatest, X, [2]), "Expected y[0] to be an integer from 0 to 1"],
    [() => accuracy(greatest, X, [0, 1]), "Expected y.length to be 1"],
    [() => accuracy(greatest, Matrix.zeros(0, 2), []), "Expected X.rows to be at least 1"],
  ];
  for (const [body, message] of refused) await assertRejects(body, RangeError, message);
});
