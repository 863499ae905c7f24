import { assertEquals, assertRejects } from "@std/assert";
import { interruptible } from "../../lib/notebook/mod.ts";

Deno.test("outside a notebook an interruptible body just runs", async () => {
  const values = [
    await interruptible(() => 1),
    await interruptible((signal) => Promise.resolve(signal.aborted)),
    await interruptible(async (outer) => await interruptible((inner) => inner !== outer)),
  ];
  assertEquals(values, [1, false, true]);
  const failing = (): never => {
    throw new RangeError("no");
  };
  await assertRejects(() => interruptible(failing), RangeError, "no");
  await assertRejects(() => interruptible(() => 1, { grace: -1 }), RangeError, "grace");
});
