import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { bestBackend, createBackend, Matrix, RandomState } from "two-layer-net";
import { Assembler } from "../../../lib/backends/jit/assembler.ts";
import { createJitBackend } from "../../../lib/backends/jit/backend.ts";
import { CodeCache } from "../../../lib/backends/jit/code_cache.ts";
import { CodeMemory } from "../../../lib/backends/jit/code_memory.ts";
import type { InstructionSet } from "../../../lib/backends/jit/cpu.ts";
import { openLibc } from "../../../lib/backends/jit/libc.ts";
import { selfTest } from "../../../lib/backends/jit/self_test.ts";
import { ReferenceBackend } from "../../../lib/backends/reference.ts";
import { linux, SETS } from "./available.ts";

if (SETS.length === 0) {
  console.warn("\nTHE JIT BACKEND IS NOT TESTED HERE: it takes Linux on x86-64 with AVX2.\n");
  Deno.test("jit is NOT TESTED: it does not run here, and is refused saying so", async () => {
    await assertRejects(() => createBackend("jit"), Deno.errors.NotSupported, "No jit backend: ");
  });
}

Deno.test("without permission for the C library, jit is refused with the reason", {
  permissions: { ffi: false },
}, async () => {
  const refusal = () => createBackend("jit");
  const error = await assertRejects(refusal, Deno.errors.NotSupported, "No jit backend: ");
  if (SETS.length > 0) assertStringIncludes(error.message, "run with --allow-ffi");
});

linux("jit is the best backend, and says what its code is for", async () => {
  using backend = await bestBackend({ dtype: "float32", threads: 1 });
  assertEquals(backend.description, `jit: machine code for ${SETS[0]}, float32, 1 thread`);
});

linux("jit refuses vector instructions that the machine lacks", async () => {
  const instructionSet = "AVX-1024" as InstructionSet;
  const refusal = () => createJitBackend({ instructionSet });
  await assertRejects(refusal, Deno.errors.NotSupported, "has no AVX-1024");
});

linux("jit takes permission for the C library by its path, and no other", async () => {
  using libc = openLibc();
  const script = `
    import { bestBackend, Matrix } from "two-layer-net";
    const backend = await bestBackend({ threads: 2 });
    const out = backend.zeros(300, 300);
    backend.matmul(Matrix.zeros(300, 300), Matrix.zeros(300, 300), out);
    console.log(backend.name);
  `;
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: [
      ...["run", "--no-prompt", "--config=deno.json", `--allow-ffi=${libc.path}`],
      `data:text/typescript,${encodeURIComponent(script)}`,
    ],
  }).output();
  const [out, error] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
  assertEquals([code, out], [0, "jit"], error);
});

linux(
  "jit: where no code may be compiled at run time, wasm takes over with the reason",
  async () => {
    // A libc whose mprotect refuses stands for a hardened kernel.
    const open = Deno.dlopen;
    Deno.dlopen = ((path: string, symbols: Deno.ForeignLibraryInterface) => {
      const library = open(path, symbols);
      if (!path.includes("libc") && !path.includes("musl")) throw new Error("no BLAS");
      const refusing = { ...library.symbols, mprotect: () => -1 };
      return { symbols: refusing, close: () => library.close() };
    }) as typeof Deno.dlopen;
    try {
      const reasons: string[] = [];
      using backend = await bestBackend({ onFallback: (reason) => reasons.push(reason) });
      assertEquals([backend.name, reasons.length], ["wasm", 1]);
      assertStringIncludes(reasons[0], "lets no memory that was written run as code");
      assertStringIncludes(reasons[0], "No BLAS found");
    } finally {
      Deno.dlopen = open;
    }
  },
);

const MUSL = "/lib/ld-musl-x86_64.so.1";

Deno.test({
  name: "jit runs on musl, where no other C library opens (takes Debian's package musl)",
  ignore: SETS.length === 0 || !isThere(MUSL),
  async fn() {
    const open = Deno.dlopen, opened = new Set<string>();
    Deno.dlopen = ((path: string, symbols: Deno.ForeignLibraryInterface) => {
      if (path !== MUSL) throw new Error("not here");
      opened.add(path);
      return open(path, symbols);
    }) as typeof Deno.dlopen;
    try {
      using backend = await createBackend("jit", { threads: 2 });
      const rng = new RandomState(1), a = rng.randn(200, 300), b = rng.randn(300, 50);
      const [out, expected] = [backend.zeros(200, 50), Matrix.zeros(200, 50)];
      backend.matmul(a, b, out);
      new ReferenceBackend().matmul(a, b, expected);
      expected.data.forEach((x: number, i: number) => assertAlmostEquals(out.data[i], x, 1e-12));
      assertEquals([...opened], [MUSL]);
    } finally {
      Deno.dlopen = open;
    }
  },
});

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

Deno.test("the self-test refuses a backend that computes wrongly", () => {
  class Wrong extends ReferenceBackend {
    override matmulTransA(...all: Parameters<ReferenceBackend["matmulTransA"]>): void {
      super.matmulTransA(...all);
      all[2].data[all[2].data.length - 1] += 1;
    }
  }
  selfTest(new ReferenceBackend());
  const message = "its matmulTransA is wrong on this machine (self-test)";
  assertThrows(() => selfTest(new Wrong()), Deno.errors.NotSupported, message);
});

linux("jit keeps code by its shape, and so many pieces at most", () => {
  using memory = new CodeMemory(openLibc());
  const cache = new CodeCache<number>(memory, 2);
  let made = 0;
  const get = (key: string) =>
    cache.get(key, () => ({ code: new Assembler().ret().code(), about: made++ }));
  const [a, b] = [get("a"), get("b")];
  assert(get("a") === a && get("b") === b && get("a") === a);
  get("c"); // b was used longest ago
  assert(get("a") === a && get("b") !== b);
  assertEquals([made, memory.size], [4, 2]);
});

linux("jit: backends come and go, and their code with them", async () => {
  const before = executablePages();
  for (let i = 0; i < 60; i++) {
    using backend = await createBackend("jit", { threads: 1 });
    backend.matmul(Matrix.zeros(3, 4), Matrix.zeros(4, 5), backend.zeros(3, 5));
  }
  const grown = executablePages() - before;
  assert(grown < 20, `${grown} mappings of code more`);
});

/** Mappings of code without a file: the engine's own, and ours. */
function executablePages(): number {
  const command = `grep -c 'r-xp 00000000 00:00 0' /proc/${Deno.pid}/maps`;
  const { stdout } = new Deno.Command("sh", { args: ["-c", command] }).outputSync();
  return Number(new TextDecoder().decode(stdout));
}

linux("jit: the bits of every shape stay the same when its code is made anew", async () => {
  using backend = await createBackend("jit", { dtype: "float32", threads: 1 });
  const rng = new RandomState(1), a = rng.randn(9, 40), out = backend.zeros(9, 11);
  const b = rng.randn(40, 11);
  backend.matmul(a, b, out);
  const first = out.clone();
  for (let k = 1; k <= 200; k++) {
    backend.matmul(Matrix.zeros(2, k), Matrix.zeros(k, 3), backend.zeros(2, 3));
  }
  backend.matmul(a, b, out);
  assertEquals(out.data, first.data);
});

linux("jit: denormals are numbers like others", async () => {
  using backend = await createBackend("jit", { dtype: "float32", threads: 1 });
  const filled = (rows: number, cols: number, value: number) => {
    const m = backend.zeros(rows, cols);
    m.data.fill(value);
    return m;
  };
  const out = backend.zeros(4, 20);
  backend.matmul(filled(4, 8, 2 ** -75), filled(8, 20, 2 ** -74), out);
  assertEquals(new Set(out.data), new Set([8 * 2 ** -149]));
  backend.matmul(filled(4, 8, 2 ** -149), filled(8, 20, 2 ** 100), out);
  assertEquals(new Set(out.data), new Set([8 * 2 ** -49]));
});

linux("jit: images are read where they are at the time of the call", async () => {
  using backend = await createBackend("jit", { threads: 1 });
  const pixels = Uint8Array.from({ length: 128 }, (_, i) => i);
  const rows = { rows: 1, cols: 64, pixels, index: Int32Array.of(1), mean: new Float64Array(64) };
  const own = backend.from(rows);
  assert(own === rows);
  const out = backend.zeros(1, 1), ones = Matrix.zeros(64, 1);
  ones.data.fill(1);
  backend.matmul(own, ones, out);
  const sum = 64 * 64 + 64 * 63 / 2;
  assertEquals(out.data[0], sum);
  pixels[127] = 0;
  backend.matmul(own, ones, out);
  assertEquals(out.data[0], sum - 127);
});
