/** The page for readers tells the truth. */

import { assertEquals } from "@std/assert";
import { Assembler } from "../../../lib/backends/jit/assembler.ts";
import { emitTile } from "../../../lib/backends/jit/tile.ts";
import { Vectors } from "../../../lib/backends/jit/vectors.ts";

Deno.test("jit's README shows the bytes that the micro-kernel is made of", () => {
  const page = Deno.readTextFileSync(
    new URL("../../../lib/backends/jit/README.md", import.meta.url),
  );
  const lines = page.split("```")[1].trim().split("\n");
  const shown = lines.map((line) => line.match(/^(?:[0-9a-f]{2} )+/)![0].trim()).join(" ");
  const a = new Assembler();
  emitTile(a, new Vectors("AVX-512", "float32"), {
    ...{ rows: 2, vectors: 1, masked: false, packed: false },
    ...{ aRow: 20, aStep: 4, bStep: 64, bVector: 64, outRow: 64 },
  });
  assertEquals(shown, Array.from(a.code(), (byte) => byte.toString(16).padStart(2, "0")).join(" "));
});
