/**
 * The backend of machine code: products by code that is made for their shapes, and the wasm backend's
 * other kernels, memory and threads around them.
 *
 * @module
 */

import type { BackendOptions } from "../backend.ts";
import { endWhenAbandoned } from "../lifetime.ts";
import type { Matrix } from "../../matrix/matrix.ts";
import { checkPixelRows, isPixelRows, type PixelRows, type Rows } from "../../matrix/rows.ts";
import { bootHelpers } from "../wasm/helpers.ts";
import { KernelBackend } from "../wasm/kernel_backend.ts";
import { instantiateKernels, type KernelInstance } from "../wasm/kernels.ts";
import { copyFloats, copyIndex } from "../wasm/operands.ts";
import { type Form, type Product, setProduct, sizesOf } from "../wasm/products.ts";
import { CodeCache } from "./code_cache.ts";
import { CodeMemory } from "./code_memory.ts";
import { type InstructionSet, instructionSets } from "./cpu.ts";
import { notSupported, openLibc, SYMBOLS } from "./libc.ts";
import { type Plan, planProduct } from "./plan.ts";
import { emitProduct } from "./product.ts";
import { selfTest } from "./self_test.ts";
import { Vectors } from "./vectors.ts";

/** Pieces of code that are kept: a net has about six, a piece a few kilobytes. */
const MOST_CODE = 128;

/** Bytes before a thread's scratch: its task's record, and room for a vector that overlaps. */
const RECORD_BYTES = 192;

/** Where displacements of 32 bits end, less what a tile adds to a row's. */
const MOST_ROW_BYTES = 2 ** 31 / 16;

/** What {@linkcode createJitBackend} takes. */
export interface JitOptions extends BackendOptions {
  /** Vector instructions to use. Default: the best that the machine has. */
  instructionSet?: InstructionSet;
}

/** Where images lie that a product reads: the native address of image 0, and of the index here. */
interface Images {
  readonly address: bigint;
  readonly index: number;
}

const NO_IMAGES: Images = { address: 0n, index: 0 };

/** The implementation of {@linkcode Backend} in machine code; see {@linkcode createJitBackend}. */
export class JitBackend extends KernelBackend {
  readonly name = "jit";
  readonly #memory: CodeMemory;
  readonly #code: CodeCache<Plan>;
  readonly #vectors: Vectors;
  readonly #base: bigint;
  readonly #ones: bigint;

  /** @param memory Given back with the backend. */
  constructor(
    vectors: Vectors,
    threads: number,
    instance: KernelInstance,
    memory: CodeMemory,
  ) {
    super(vectors.dtype, threads, instance);
    this.#memory = memory;
    this.#code = new CodeCache(memory, MOST_CODE);
    this.#vectors = vectors;
    const { buffer } = this.memory.bytes(0, 1);
    this.#base = memory.addressOf(new Uint8Array(buffer));
    this.native = { base: this.#base, addressOf: (view) => memory.addressOf(view) };
    const table = this.memory.take(64, "a table of masks").address;
    new Int32Array(buffer, table, 16).fill(-1, 0, 8).fill(0, 8);
    this.#ones = this.#base + BigInt(table);
  }

  get description(): string {
    const threads = this.threads === 1 ? "1 thread" : `${this.threads} threads`;
    return `jit: machine code for ${this.#vectors.set}, ${this.dtype}, ${threads}`;
  }

  override from(matrix: Matrix): Matrix;
  override from(rows: Rows): Rows;
  /** Images stay where they are: the code reads them there. */
  override from(rows: Rows): Rows {
    return isPixelRows(rows) && !rows.transforms && this.#reads(rows) ? rows : super.from(rows);
  }

  override [Symbol.dispose](): void {
    super[Symbol.dispose]();
    this.#memory[Symbol.dispose]();
  }

  protected override runProduct(product: Product): void {
    const { n, k, m, transposedA, transposedB } = product;
    const rows = [transposedA ? n : k, transposedB ? k : m, m];
    const fits = product.mean === null && n > 0 && k > 0 && m > 0 &&
      rows.every((length) => length * this.#vectors.size <= MOST_ROW_BYTES);
    if (fits) this.#run(product, NO_IMAGES);
    else super.runProduct(product);
  }

  protected override pixelProduct(
    form: Form,
    rows: PixelRows,
    b: number,
    matrix: Matrix,
    out: number,
  ): void {
    const { cols: m } = matrix, sizes = sizesOf(form, rows.rows, rows.cols);
    if (rows.rows === 0 || m === 0 || !this.#reads(rows)) {
      return super.pixelProduct(form, rows, b, matrix, out);
    }
    checkPixelRows(rows);
    using scope = this.memory.scope();
    const mean = copyFloats(this.memory, scope, this.dtype, rows.mean);
    const scale = rows.scale ? copyFloats(this.memory, scope, this.dtype, rows.scale) : 0;
    const index = copyIndex(this.memory, scope, rows, 0, rows.rows);
    const product = { ...form, ...sizes, m, a: 0, mean, scale, b, out, accumulate: false };
    setProduct(this.kernels, this.single, product);
    this.#run(product, { address: this.#memory.addressOf(rows.pixels), index });
  }

  /** Whether the code can read these images: it reads whole vectors of bytes. */
  #reads({ cols }: PixelRows): boolean {
    return cols >= this.#vectors.bytes && cols * this.#vectors.size <= MOST_ROW_BYTES;
  }

  #run(product: Product, images: Images): void {
    const { n, k, m, transposedA, transposedB } = product, v = this.#vectors;
    const [pixels, scaled] = [product.mean !== null, product.scale !== 0];
    const key = `${transposedA} ${transposedB} ${pixels} ${scaled} ${n} ${k} ${m}`;
    const { code, about: plan } = this.#code.get(key, () => {
      const shape = { transposedA, transposedB, pixels, scaled, n, k, m };
      const about = planProduct(v, shape, this.threads);
      return { code: emitProduct(v, shape, about, this.#ones), about };
    });
    using scope = this.memory.scope();
    const scratchBytes = RECORD_BYTES + plan.scratch.end;
    this.kernels.codeProduct(
      this.threads,
      this.#base,
      code.address,
      images.address,
      images.index,
      plan.unit,
      plan.chunk,
      plan.panels,
      plan.taskPanels,
      plan.wide * v.bytes,
      scope.take(this.threads * scratchBytes, "blocks of operands"),
      scratchBytes,
    );
  }
}

/**
 * Creates the jit backend. Takes permission to open the C library by its path, and nothing else.
 *
 * @param options Element type (default "float64"), threads (default: all cores) and vector
 *   instructions (default: the best that the machine has).
 * @throws {Deno.errors.NotSupported} If this machine or system does not run such code, with the
 *   reason.
 * @throws {Error} If the engine cannot reserve the kernels' memory.
 */
export async function createJitBackend(
  { dtype = "float64", threads = navigator.hardwareConcurrency, instructionSet }: JitOptions = {},
): Promise<JitBackend> {
  const libc = openLibc(), memory = new CodeMemory(libc);
  try {
    const vectors = new Vectors(chooseSet(instructionSets(memory), instructionSet), dtype);
    const { path, symbols: { call, copy } } = libc;
    const instance = await instantiateKernels(undefined, { call, copy });
    const backend = new JitBackend(vectors, threads, instance, memory);
    selfTest(backend);
    bootHelpers(instance, threads, { path, symbols: { call: SYMBOLS.call, copy: SYMBOLS.copy } });
    const { kernels } = instance;
    endWhenAbandoned(backend, () => {
      kernels.dismiss();
      memory[Symbol.dispose]();
    });
    return backend;
  } catch (error) {
    memory[Symbol.dispose]();
    throw error;
  }
}

function chooseSet(sets: InstructionSet[], wanted: InstructionSet = sets[0]): InstructionSet {
  if (sets.includes(wanted)) return wanted;
  throw notSupported(`the processor, or the system on it, has no ${wanted}`);
}
