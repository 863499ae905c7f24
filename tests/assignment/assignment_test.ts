import { assertEquals, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import * as assignment from "two-layer-net/assignment";

/**
 * The first normal that NumPy's generator gives before the default run and before each of the 60
 * nets of the grid, as the SHA-256 of 61 float64 values:
 *
 *   r = np.random; r.seed(0); r.randn(4, 10); r.randn(10, 3)
 *   for _ in range(100): r.choice(5, 200)
 *   def peek(): s = r.get_state(); v = r.randn(1)[0]; r.set_state(s); return v
 *   def run(h):
 *     r.randn(3072, h); r.randn(h, 10)
 *     for _ in range(1000): r.choice(49000, 200)
 *   first = [peek()]; run(50)
 *   for h in [40, 60, 80, 100, 120]:
 *     for _ in range(12): first.append(peek()); run(h)
 *   hashlib.sha256(np.array(first).tobytes()).hexdigest()
 */
const STREAM = "b613493c5ddae9dc8dfef7c6afa5865d3827aca287908077f55bd4baa48c43a6";

Deno.test("the replayed stream stands where NumPy's stood before every net", () => {
  const first = [assignment.randomStateBeforeDefaultRun().randn(1)[0]];
  for (const { rng } of assignment.replayGrid()) first.push(rng.randn(1)[0]);
  const bytes = new Uint8Array(Float64Array.from(first).buffer);
  assertEquals(createHash("sha256").update(bytes).digest("hex"), STREAM);
});

Deno.test("a generator before one net of the grid is the replayed one, and independent", () => {
  for (const { index, rng } of assignment.replayGrid()) {
    if (index > 3) break;
    assertEquals(assignment.randomStateBeforeGridNet(index).getState(), rng.getState());
  }
  for (const index of [-1, 60, 0.5]) {
    assertThrows(() => assignment.randomStateBeforeGridNet(index), RangeError, "index to be");
  }
});

Deno.test("the grid is in the original's order and its best net is the first of the best", () => {
  const points = assignment.gridPoints();
  const { valAccuracies, best } = assignment.EXPECTED_GRID;
  assertEquals(points.length, valAccuracies.length);
  assertEquals(points.map(({ index }) => index), [...valAccuracies.keys()]);
  const [first] = points.filter(({ index }) => valAccuracies[index] === Math.max(...valAccuracies));
  assertEquals({ index: 54, ...best }, { ...first, valAccuracy: valAccuracies[54] });
  assertEquals(points.filter((point) => !assignment.isDiverged(point)).length, 45);
});
