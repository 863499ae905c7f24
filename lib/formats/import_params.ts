/**
 * Parameters from the files of others: PyTorch's `state_dict` as safetensors, NumPy's `.npz`.
 *
 * @module
 */

import { extname } from "node:path";
import { checkObject, checkString, expectation, quote } from "../internal/checks.ts";
import { likely } from "../internal/options.ts";
import { Matrix } from "../matrix/matrix.ts";
import { decodeNpz } from "../matrix/npz.ts";
import { decodeSafetensors } from "../matrix/safetensors.ts";
import type { TwoLayerParams } from "../nn/params.ts";

/** What a net is made of. */
const PARAMS = ["W1", "b1", "W2", "b2"] as const;

/** Names of the arrays of a file, by the parameters that they are; `.T` at the end transposes. */
export interface Renames {
  /** The array that is W1, D × H. Default: "W1". */
  readonly W1?: string;
  /** The array that is b1, H values. Default: "b1". */
  readonly b1?: string;
  /** The array that is W2, H × C. Default: "W2". */
  readonly W2?: string;
  /** The array that is b2, C values. Default: "b2". */
  readonly b2?: string;
}

/** What {@linkcode importParams} finds. */
export interface ImportedParams {
  /** W1 (D × H), b1 (1 × H), W2 (H × C), b2 (1 × C). */
  readonly params: TwoLayerParams;
  /** The file's `meanImage`, if it has one. */
  readonly meanImage?: Float64Array;
  /** The file's `scale`, if it has one. */
  readonly scale?: Float64Array;
}

interface Tensor {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/**
 * The parameters of a net from a `.npz` or a safetensors file whose arrays have other names.
 * PyTorch's `Linear` keeps its weights outputs × inputs: `{ W1: "fc1.weight.T" }` transposes them.
 *
 * @param path The file; one that ends in `.npz` is NumPy's, any other is safetensors.
 * @param renames Names of the arrays. Default: W1, b1, W2 and b2 themselves.
 * @throws {TypeError} If the file is damaged, or has no such array.
 * @throws {RangeError} If the shapes do not fit together, with what would.
 *
 * @example
 * ```ts
 * import { encodeNpz, importParams } from "two-layer-net/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const path = `${await Deno.makeTempDir()}/net.npz`;
 * const array = (...shape: number[]) => ({ shape, data: new Float64Array(shape[0] * (shape[1] ?? 1)) });
 * const arrays = { "fc1.weight": array(4, 12), b1: array(4), W2: array(4, 3), b2: array(3) };
 * await Deno.writeFile(path, encodeNpz(arrays));
 * const { params } = await importParams(path, { W1: "fc1.weight.T" });
 * assertEquals([params.W1.rows, params.W1.cols], [12, 4]);
 * ```
 */
export async function importParams(path: string, renames: Renames = {}): Promise<ImportedParams> {
  checkString("path", path);
  checkRenames(renames);
  const tensors = await readTensors(path);
  const [W1, b1, W2, b2] = PARAMS.map((name) => {
    return find(tensors, renames[name] ?? name, name, path);
  });
  checkChain({ W1, b1, W2, b2 }, renames);
  const moment = (name: string) => {
    return name in tensors ? { [name]: Float64Array.from(tensors[name].data) } : {};
  };
  return { params: { W1, b1, W2, b2 }, ...moment("meanImage"), ...moment("scale") };
}

/** The name that asks for the array the other way round. */
function turned(name: string): string {
  return name.endsWith(".T") ? name.slice(0, -".T".length) : `${name}.T`;
}

function checkRenames(renames: unknown): void {
  checkObject("renames", renames);
  for (const [name, text] of Object.entries(renames)) {
    if (!(PARAMS as readonly string[]).includes(name)) {
      throw new TypeError(expectation("a name in renames", `one of ${PARAMS.join(", ")}`, name));
    }
    checkString(`renames.${name}`, text);
  }
}

async function readTensors(path: string): Promise<Readonly<Record<string, Tensor>>> {
  const bytes = await Deno.readFile(path);
  return extname(path) === ".npz" ? decodeNpz(bytes, path) : decodeSafetensors(bytes, path).tensors;
}

function find(
  tensors: Readonly<Record<string, Tensor>>,
  wanted: string,
  param: string,
  path: string,
): Matrix {
  const isTransposed = wanted.endsWith(".T") && !Object.hasOwn(tensors, wanted);
  const name = isTransposed ? wanted.slice(0, -".T".length) : wanted;
  if (!Object.hasOwn(tensors, name)) throw missing(Object.keys(tensors), name, param, path);
  const { shape, data } = tensors[name];
  if (shape.length !== 1 && shape.length !== 2) {
    throw new RangeError(expectation(`the shape of ${name} in ${path}`, "one or two sizes", shape));
  }
  const [rows, cols] = shape.length === 1 ? [1, shape[0]] : shape;
  const floats = data instanceof Float32Array ? data : Float64Array.from(data);
  const matrix = new Matrix(rows, cols, floats);
  return isTransposed ? matrix.transpose() : matrix;
}

function missing(names: string[], name: string, param: string, path: string): TypeError {
  const close = likely(name, names);
  const hint = close ? `. Did you mean ${close}?` : "";
  const found = names.length > 0 ? quote(names.join(", ")) : "no arrays";
  return new TypeError(
    `Expected ${path} to hold an array ${name} for ${param} but found ${found}${hint}`,
  );
}

/** Throws unless the columns of the weights are those of their biases, and of the next one's rows. */
function checkChain({ W1, b1, W2, b2 }: TwoLayerParams, renames: Renames): void {
  const fits = (matrix: Matrix, rows: number | null, cols: number) => {
    return matrix.cols === cols && (rows === null || matrix.rows === rows);
  };
  for (
    const [name, matrix, rows, cols] of [["W1", W1, null, b1.cols], [
      "W2",
      W2,
      b1.cols,
      b2.cols,
    ]] as const
  ) {
    if (fits(matrix, rows, cols)) continue;
    const expected = `${rows ?? "inputs"} × ${cols}, as its biases say,`;
    const found = `${matrix.rows} × ${matrix.cols}`;
    const hint = fits(matrix.transpose(), rows, cols)
      ? `. Transposed it fits: ${name}=${turned(renames[name] ?? name)}`
      : "";
    throw new RangeError(`Expected ${name} to be ${expected} but found ${found}${hint}`);
  }
}
