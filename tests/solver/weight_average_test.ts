import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Matrix } from "two-layer-net";
import { ReferenceBackend } from "../../lib/backends/reference.ts";
import { WeightAverage } from "../../lib/solver/weight_average.ts";

Deno.test("the average is the weighted mean of all steps' weights", () => {
  // x = [1, 4, -2, 0.5, 3]; np.average(x, weights=0.9 ** np.arange(4, -1, -1))
  const x = [1, 4, -2, 0.5, 3];
  const params = { w: Matrix.zeros(1, 1) };
  const average = new WeightAverage(new ReferenceBackend(), params, { decay: 0.9 });
  const means = x.map((value, i) => {
    params.w.data[0] = value;
    average.update(params, i + 1);
    return average.params.w.data[0];
  });
  assertEquals(means[0], 1);
  assertAlmostEquals(means[4], 1.3191619252277111, 1e-14);
});
