/**
 * The compiled kernels: which of the two modules this engine runs, and what they export.
 *
 * @module
 */

import { compiledKernels } from "./modules.js";

/** 4 GiB, all that 32-bit addresses reach. See {@linkcode newKernelMemory}. */
const PAGES = 65536;

/** What assembly/index.ts exports; addresses are bytes, sizes are elements. */
export interface Kernels {
  heapStart(threads: number): number;
  setProduct(
    single: boolean,
    pixels: boolean,
    transposedA: boolean,
    transposedB: boolean,
    accumulate: boolean,
    n: number,
    k: number,
    m: number,
    a: number,
    mean: number,
    scale: number,
    b: number,
    out: number,
  ): void;
  product(threads: number, slab: number, slabVectors: number): void;
  blasProduct(
    threads: number,
    base: bigint,
    panel: number,
    columns: number,
    block: number,
    scratch: number,
    scratchBytes: number,
  ): void;
  codeProduct(
    threads: number,
    base: bigint,
    code: bigint,
    images: bigint,
    index: number,
    unit: number,
    chunk: number,
    panels: number,
    taskPanels: number,
    panelBytes: number,
    scratch: number,
    scratchBytes: number,
  ): void;
  copyImages(
    threads: number,
    base: bigint,
    images: bigint,
    index: number,
    out: number,
    rows: number,
    cols: number,
  ): void;
  addBias(
    single: boolean,
    threads: number,
    bias: number,
    x: number,
    rows: number,
    cols: number,
    relu: boolean,
  ): void;
  reluBackward(
    single: boolean,
    threads: number,
    activation: number,
    grad: number,
    count: number,
  ): void;
  /** Addresses of the eight float64 coefficients of an update, and of its four operands' addresses. */
  coefficients(): number;
  operands(): number;
  /** Does an update, by its number in UPDATE_KERNELS, with what lies there. */
  update(kernel: number, single: boolean, threads: number, count: number): void;
  dropout(
    single: boolean,
    threads: number,
    threshold: number,
    scale: number,
    key0: number,
    key1: number,
    x: number,
    count: number,
  ): void;
  columnSums(
    single: boolean,
    threads: number,
    x: number,
    out: number,
    rows: number,
    cols: number,
  ): void;
  sumOfSquares(single: boolean, threads: number, x: number, count: number): number;
  gather(
    single: boolean,
    threads: number,
    pixels: number,
    mean: number,
    scale: number,
    out: number,
    rows: number,
    cols: number,
  ): void;
  gatherTransformed(
    single: boolean,
    threads: number,
    pixels: number,
    mean: number,
    scale: number,
    transforms: number,
    out: number,
    rows: number,
    cols: number,
    stride: number,
    channels: number,
    scratch: number,
    scratchBytes: number,
  ): void;
  transformBytes(single: boolean, height: number, width: number, channels: number): number;
  /** How many helpers have come to life. */
  helpers(): number;
  /** Ends the helpers. */
  dismiss(): void;
}

/** The kernels over one memory, and what a helper needs to run them too. */
export interface KernelInstance {
  readonly kernels: Kernels;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Whether products use fused multiply-add. */
  readonly relaxed: boolean;
}

/** Instantiates the kernels over a memory of their own. */
export async function instantiateKernels(
  relaxed: boolean = hasRelaxedSimd(),
  foreign: Partial<ForeignCalls> = {},
): Promise<KernelInstance> {
  const module = await compiledKernels(relaxed);
  const memory = newKernelMemory();
  const { gemm = unreachable, call = unreachable, copy = unreachable } = foreign;
  const imports = { env: { memory }, blas: { gemm }, libc: { call, copy } };
  const { exports } = new WebAssembly.Instance(module, imports);
  return { kernels: exports as unknown as Kernels, module, memory, relaxed };
}

/** cblas_dgemm or cblas_sgemm, the matrices by their native addresses. */
export type Gemm = (
  order: number,
  transA: number,
  transB: number,
  n: number,
  m: number,
  k: number,
  alpha: number,
  a: bigint,
  strideA: number,
  b: bigint,
  strideB: number,
  beta: number,
  out: bigint,
  strideOut: number,
) => void;

/** Native functions that some backends' kernels call. */
export interface ForeignCalls {
  readonly gemm: Gemm;
  /** libc's bsearch, which calls code. */
  readonly call: (key: bigint, element: bigint, count: bigint, size: bigint, code: bigint) => void;
  /** libc's memmove. */
  readonly copy: (to: bigint, from: bigint, bytes: bigint) => void;
}

function unreachable(): void {
  throw new Error("unreachable: these kernels were made without this native function");
}

/**
 * A shared memory of fixed size. Fixed, because Deno's V8 checks the bounds of every access against
 * a size that it reloads each time if a shared memory may grow: a tenth of the speed of a product.
 * Pages that are never touched take address space only.
 */
function newKernelMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
  } catch (cause) {
    const message = "The wasm backend reserves 4 GiB of address space and could not get it";
    throw new Error(message, { cause });
  }
}

/** Whether the engine validates a function that uses f64x2.relaxed_madd. */
export function hasRelaxedSimd(): boolean {
  const zero = [0x41, 0x00, 0xfd, 0x0f];
  return WebAssembly.validate(Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version
    ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b], // one type: () -> v128
    ...[0x03, 0x02, 0x01, 0x00], // one function of that type
    ...[0x0a, 0x13, 0x01, 0x11, 0x00], // its code, no locals
    ...[...zero, ...zero, ...zero, 0xfd, 0x87, 0x02, 0x0b],
  ]));
}
