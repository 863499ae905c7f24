import { assertEquals, assertRejects } from "@std/assert";
import { type BackendName, createBackend } from "two-layer-net";
import { testConformance } from "./conformance.ts";
import { BACKENDS } from "./runnable.ts";

for (const { name, ignore } of BACKENDS) {
  testConformance(name, (dtype) => createBackend(name, { dtype }), ignore);
}

Deno.test("createBackend says which names, element types and thread counts exist", async () => {
  const refused: [string, object, string][] = [
    ["cuda", {}, 'Expected backend to be one of "reference"'],
    ["reference", { dtype: "int8" }, 'one of "float64", "float32" but found "int8"'],
    ["reference", { threads: 0 }, "Expected threads to be an integer from 1 to 256 but found 0"],
  ];
  for (const [name, options, message] of refused) {
    await assertRejects(() => createBackend(name as BackendName, options), RangeError, message);
  }
});

Deno.test("the default element type is float64", async () => {
  using backend = await createBackend("reference");
  assertEquals(backend.dtype, "float64");
});
