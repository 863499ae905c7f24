import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { MAX_BLOCK_ELEMENTS, planProduct } from "../../../lib/matrix/native/plan.ts";

const SIZE = fc.integer({ min: 0, max: 100_000 });

Deno.test("a block of pixels never exceeds the scratch", () => {
  fc.assert(fc.property(SIZE, SIZE, fc.boolean(), (k, m, transposedA) => {
    const { panel, block } = planProduct(k, m, transposedA);
    assert(panel >= 1 && block >= 1 && panel * block <= MAX_BLOCK_ELEMENTS);
  }));
});

Deno.test("narrow outputs are multiplied in small products, wide ones in large", () => {
  assertEquals(planProduct(3072, 50, false), { panel: 50, block: 192 });
  assertEquals(planProduct(200, 50, true), { panel: 96, block: 200 });
  assertEquals(planProduct(3072, 2000, false), { panel: 200, block: 512 });
  assertEquals(planProduct(1000, 2000, true), { panel: 512, block: 200 });
});
