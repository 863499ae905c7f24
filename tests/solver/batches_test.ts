import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { RandomState } from "two-layer-net";
import { createBatches } from "../../lib/solver/batches.ts";

Deno.test("by epochs, the batches are NumPy's permutations in parts", () => {
  // rng = np.random.RandomState(5); print(rng.permutation(7), rng.permutation(7))
  const batches = createBatches("epochs", new RandomState(5), 7, 3);
  const drawn = Array.from({ length: 4 }, () => [...batches.next()]);
  assertEquals(drawn, [[6, 2, 4], [1, 0, 5], [5, 1, 4], [2, 0, 3]]);
});

Deno.test("an epoch takes no row twice, and misses less than a batch", () => {
  const sizes = fc.integer({ min: 1, max: 40 }).chain((rows) =>
    fc.tuple(fc.constant(rows), fc.integer({ min: 1, max: rows }))
  );
  fc.assert(fc.property(sizes, ([rows, batchSize]) => {
    const batches = createBatches("epochs", new RandomState(1), rows, batchSize);
    for (let epoch = 0; epoch < 3; epoch++) {
      const steps = Math.floor(rows / batchSize);
      const seen = Array.from({ length: steps }, () => [...batches.next()]).flat();
      assertEquals(new Set(seen).size, steps * batchSize);
      assertEquals(seen.every((row) => row >= 0 && row < rows), true);
    }
  }));
});

Deno.test("with replacement, they are the draws of choice", () => {
  const batches = createBatches("replacement", new RandomState(2), 9, 4);
  const rng = new RandomState(2);
  for (let i = 0; i < 3; i++) assertEquals(batches.next(), rng.choice(9, 4));
});
