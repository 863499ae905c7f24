/**
 * The limits of one thread: what 128-bit multiply-adds reach when nothing else is done, what the
 * micro-kernel reaches when all its data are in the first-level cache, and how fast memory copies.
 */

import asc from "assemblyscript/asc";
import type { DType } from "two-layer-net";
import { copyLimit, type Limits } from "./kernel_report.ts";
import { bestSeconds } from "./timing.ts";

const ASSEMBLY = new URL("../../lib/backends/wasm/assembly/", import.meta.url);

/** Ten chains of multiply-adds in registers; and one tile, again and again. */
const SOURCE = `
import { tile2 } from "./tiles";
import { madd } from "./vector";

function chains<T>(n: i32): void {
  const x = v128.load(512); // zeros, but the compiler cannot know
  let a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
  for (; n > 0; n--) {
    a = madd<T>(x, x, a); b = madd<T>(x, x, b); c = madd<T>(x, x, c); d = madd<T>(x, x, d);
    e = madd<T>(x, x, e); f = madd<T>(x, x, f); g = madd<T>(x, x, g); h = madd<T>(x, x, h);
    i = madd<T>(x, x, i); j = madd<T>(x, x, j);
  }
  v128.store(0, a); v128.store(16, b); v128.store(32, c); v128.store(48, d); v128.store(64, e);
  v128.store(80, f); v128.store(96, g); v128.store(112, h); v128.store(128, i); v128.store(144, j);
}

function tiles<T>(n: i32, k: i32): void {
  for (; n > 0; n--) tile2<T>(1024, k * sizeof<T>(), sizeof<T>(), 6, 65536, k, 0, 32, false);
}

export function chains64(n: i32): void { chains<f64>(n); }
export function chains32(n: i32): void { chains<f32>(n); }
export function tiles64(n: i32, k: i32): void { tiles<f64>(n, k); }
export function tiles32(n: i32, k: i32): void { tiles<f32>(n, k); }
`;

const OPTIONS = [
  ...["-O3", "--noAssert", "--runtime", "stub", "--use", "abort="],
  ...["--enable", "simd", "--enable", "relaxed-simd", "--enable", "threads"],
  ...["--importMemory", "--sharedMemory", "--initialMemory", "65536", "--maximumMemory", "65536"],
  ...["--disableWarning", "112"],
];

/** Measures the limits for an element type. */
export async function measureLimits(dtype: DType): Promise<Limits> {
  const module = await WebAssembly.compile(await compile());
  const memory = new WebAssembly.Memory({ initial: 65536, maximum: 65536, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = exports as Record<string, (n: number, k?: number) => void>;
  const lanes = dtype === "float64" ? 2 : 4, bits = 128 / lanes;
  const k = 1024 / lanes;
  return {
    fma: 2 * lanes * 10 * 1e5 / bestSeconds(() => kernels[`chains${bits}`](1e5)),
    tile: 2 * lanes * 12 * k * 500 / bestSeconds(() => kernels[`tiles${bits}`](500, k)),
    copy: copyLimit(),
  };
}

async function compile(): Promise<Uint8Array<ArrayBuffer>> {
  let binary: Uint8Array<ArrayBuffer> | undefined, messages = "";
  const { error } = await asc.main(["limits.ts", "--outFile", "limits.wasm", ...OPTIONS], {
    readFile: (name) =>
      name === "limits.ts" ? SOURCE : Deno.readTextFile(new URL(name, ASSEMBLY)).catch(() => null),
    writeFile: (_name, contents) => void (binary = contents as Uint8Array<ArrayBuffer>),
    listFiles: () => [],
    stderr: { write: (text: string | Uint8Array) => void (messages += text) },
  });
  if (error || !binary) throw new Error(messages, { cause: error });
  return binary;
}
