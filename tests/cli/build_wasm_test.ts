import { assertEquals } from "@std/assert";
import { staleModules } from "../../lib/cli/build_wasm/build_wasm.ts";

Deno.test("the committed kernels are what their sources compile to, byte for byte", async () => {
  assertEquals(await staleModules(), []);
});
