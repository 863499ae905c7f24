import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { MAX_BLOCK_ELEMENTS, planProduct } from "../../../lib/backends/native/plan.ts";

const SIZE = fc.integer({ min: 0, max: 100_000 });

Deno.test("a block of pixels never exceeds the scratch", () => {
  fc.assert(fc.property(SIZE, SIZE, SIZE, fc.boolean(), (n, k, m, transposedA) => {
    const { panel, columns, block } = planProduct(n, k, m, transposedA);
    assert(columns >= 1 && panel >= 1 && block >= 1 && panel * block <= MAX_BLOCK_ELEMENTS);
  }));
});

Deno.test("narrow outputs are multiplied in small products, wide ones in large", () => {
  assertEquals(planProduct(200, 3072, 50, false), { panel: 50, columns: 50, block: 192 });
  assertEquals(planProduct(3072, 200, 50, true), { panel: 96, columns: 50, block: 200 });
  assertEquals(planProduct(200, 3072, 1000, false), { panel: 200, columns: 1000, block: 512 });
  assertEquals(planProduct(3072, 1000, 1000, true), { panel: 512, columns: 1000, block: 200 });
});

Deno.test("wide outputs are cut into even parts: with a in its own rows, along both sides", () => {
  assertEquals(planProduct(256, 3072, 2048, false), { panel: 256, columns: 512, block: 768 });
  assertEquals(planProduct(1000, 3072, 2000, false), { panel: 250, columns: 500, block: 768 });
  assertEquals(planProduct(3072, 256, 2048, true), { panel: 384, columns: 2048, block: 256 });
});
