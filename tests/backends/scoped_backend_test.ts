import { assertEquals } from "@std/assert";
import { createBackend, Matrix, type Rows } from "two-layer-net";
import { scopedBackend } from "../../lib/backends/scoped_backend.ts";

Deno.test("scopedBackend gives back what it made, once, and nothing else", async () => {
  using backend = await createBackend("wasm", { threads: 1 });
  const kept = backend.zeros(2, 2);
  const freed: Rows[] = [];
  const free = backend.free.bind(backend);
  backend.free = (matrix) => {
    freed.push(matrix);
    free(matrix);
  };
  const scoped = scopedBackend(backend);
  const a = scoped.from(Matrix.from([[1, 2]])), b = scoped.from(Matrix.from([[3], [4]]));
  const product = scoped.zeros(1, 1);
  assertEquals(scoped.from(kept), kept);
  scoped.matmul(a, b, product);
  assertEquals([product.at(0, 0), scoped.name, scoped.threads], [11, "wasm", 1]);
  scoped.free(b);
  scoped[Symbol.dispose]();
  scoped[Symbol.dispose]();
  assertEquals(freed, [b, a, product]);
  assertEquals(backend.from(Matrix.from([[5]])).at(0, 0), 5);
});
