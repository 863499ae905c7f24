/** The assignment's sections 2 to 5, figure by figure, in float64 on each backend that runs here. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as assignment from "two-layer-net/assignment";
import { createBackend, evalNumericalGradient, Matrix, relError } from "two-layer-net";
import { exponential } from "../../lib/internal/printf.ts";
import { RUNNABLE } from "../backends/runnable.ts";

const { EXPECTED_TOY, TOY_TRAINING, toyData } = assignment;

for (const name of RUNNABLE) {
  const test = (what: string, body: Body) =>
    Deno.test(`${name}: ${what}`, async () => {
      using backend = await createBackend(name);
      await body(assignment.toyModel(backend));
    });
  testFigures(test);
}

type Body = (toy: ReturnType<typeof assignment.toyModel>) => unknown;

function testFigures(test: (what: string, body: Body) => void): void {
  test("the toy scores equal the printed ones, and so does their difference", ({ net }) => {
    const scores = net.loss(toyData().X);
    const expected = EXPECTED_TOY.scores.map((row) => row.map((x) => x.toFixed(8)));
    assertEquals(scores.toArray().map((row) => row.map((x) => x.toFixed(8))), expected);
    const constants = Matrix.from(EXPECTED_TOY.scores);
    let difference = 0;
    constants.data.forEach((constant, i) => difference += Math.abs(scores.data[i] - constant));
    assertAlmostEquals(difference, EXPECTED_TOY.scoresDifference, 1e-14);
  });

  test("the toy loss differs from the assignment's by the printed amount", ({ net }) => {
    const { X, y } = toyData();
    const { loss } = net.loss(X, y, { reg: 0.05 });
    assertEquals(Math.abs(loss - EXPECTED_TOY.loss), EXPECTED_TOY.lossDifference);
  });

  test("the gradient check prints the original's four errors", ({ net }) => {
    const { X, y } = toyData();
    const { grads } = net.loss(X, y, { reg: 0.05 });
    const loss = () => net.loss(X, y, { reg: 0.05 }).loss;
    for (const [name, printed] of Object.entries(EXPECTED_TOY.gradientErrors)) {
      const error = relError(evalNumericalGradient(loss, net.params[name]), grads[name]);
      assert(error < 1e-8, `${name}: ${error}`);
      assertEquals(exponential(error), printed, name);
    }
  });

  test("toy training ends at the printed loss", async ({ net, rng }) => {
    const { X, y } = toyData();
    const history = await net.train(X, y, X, y, { ...TOY_TRAINING, rng });
    assertEquals(history.lossHistory.length, 100);
    assertEquals(history.valAccHistory.length, 100);
    assertAlmostEquals(history.lossHistory.at(-1)!, EXPECTED_TOY.finalLoss, 1e-12);
  });
}
