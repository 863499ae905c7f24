import { assertEquals } from "@std/assert";
import { chooseBackend } from "../../lib/playground/choose_backend.ts";
import { STANDARD } from "../../lib/playground/settings.ts";

Deno.test("the page computes by wasm, and by loops where there is no memory for it", async () => {
  using wasm = await chooseBackend();
  assertEquals([wasm.name, wasm.dtype], ["wasm", STANDARD.dtype]);
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class {
    constructor() {
      throw new RangeError("could not allocate memory");
    }
  } as unknown as typeof Memory;
  try {
    using loops = await chooseBackend();
    assertEquals([loops.name, loops.dtype], ["reference", STANDARD.dtype]);
  } finally {
    WebAssembly.Memory = Memory;
  }
});
