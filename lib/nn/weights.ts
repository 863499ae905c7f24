/**
 * A net's weights in a safetensors file.
 *
 * @module
 */

import {
  checkInstance,
  checkList,
  checkObject,
  checkString,
  checkType,
  expectation,
} from "../internal/checks.ts";
import { checkOptions, type OptionChecks } from "../internal/options.ts";
import { ifThere } from "../internal/if_there.ts";
import { writeWholeFile } from "../internal/whole_file.ts";
import { type Backend, checkBackend } from "../backends/backend.ts";
import { Matrix } from "../matrix/matrix.ts";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../matrix/safetensors.ts";
import { checkParams, type TwoLayerParams } from "./params.ts";
import { TwoLayerNet } from "./two_layer_net.ts";

/** What goes into the file beside the parameters. */
export interface SaveOptions {
  /** The mean image that was subtracted from the training images, D values; kept in float64. */
  meanImage?: ArrayLike<number>;
  /** What each value was multiplied by then, D values. */
  scale?: ArrayLike<number>;
  /** Text to keep, by name: hyperparameters, accuracies, the seed. */
  metadata?: Record<string, string>;
}

/** What a file gives back. */
export interface LoadedWeights {
  /** A net with the parameters of the file. */
  net: TwoLayerNet;
  /** The mean image, if the file has one. */
  meanImage?: Float64Array;
  /** What each value was multiplied by then, if the file says. */
  scale?: Float64Array;
  /** The text of the file; sizes under `inputSize`, `hiddenSize` and `numClasses`. */
  metadata: Record<string, string>;
}

const SAVE_OPTIONS: OptionChecks<SaveOptions> = {
  meanImage: checkList,
  scale: checkList,
  metadata: checkTexts,
};

/** Throws a TypeError unless `value` is an object of strings. */
export function checkTexts(name: string, value: unknown): asserts value is Record<string, string> {
  checkType(name, value, "an object of strings", isRecord(value));
  for (const [key, text] of Object.entries(value as object)) checkString(`${name}.${key}`, text);
}

function isRecord(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object Object]";
}

const PARAMS = ["W1", "b1", "W2", "b2"] as const;

/** One value an input, where there are any. */
const MOMENTS = ["meanImage", "scale"] as const;

/**
 * Writes W1 (D × H), b1 (H), W2 (H × C), b2 (C) and the mean image as safetensors, in the net's
 * element type, with a digest. The file is written whole: one of the same name is replaced only by a
 * complete one.
 *
 * @param path The file.
 * @param net The net, or anything else that holds parameters as matrices.
 * @throws {TypeError} If `metadata` holds anything but text.
 * @throws {RangeError} If `meanImage` has not as many values as the net has inputs.
 * @throws {Error} If the file cannot be written, naming it and the reason.
 *
 * @example
 * ```ts
 * import { loadWeights, RandomState, saveWeights, TwoLayerNet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const rng = new RandomState(0);
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 10, numClasses: 3, rng });
 * const path = await Deno.makeTempFile();
 * await saveWeights(path, net, { metadata: { note: "untrained" } });
 * const loaded = await loadWeights(path);
 * assertEquals(loaded.net.params.W1.toArray(), net.params.W1.toArray());
 * assertEquals(loaded.metadata.note, "untrained");
 * await Deno.remove(path);
 * ```
 */
export async function saveWeights(
  path: string,
  net: { readonly params: TwoLayerParams },
  options: SaveOptions = {},
): Promise<void> {
  checkString("path", path);
  await writeWholeFile(path, encodeWeights(net, options));
}

/**
 * The bytes that {@linkcode saveWeights} writes, for where there are no files, as in browsers.
 *
 * @throws {TypeError} As there.
 * @throws {RangeError} As there.
 */
export function encodeWeights(
  net: { readonly params: TwoLayerParams },
  options: SaveOptions = {},
): Uint8Array<ArrayBuffer> {
  checkObject("net", net);
  checkParams("net.params", net.params);
  checkOptions("saveWeights", options, SAVE_OPTIONS);
  const { meanImage, scale, metadata = {} } = options;
  const { W1, b1, W2, b2 } = net.params;
  const tensors: Record<string, Tensor> = {
    W1: { shape: [W1.rows, W1.cols], data: W1.data },
    b1: { shape: [b1.cols], data: b1.data },
    W2: { shape: [W2.rows, W2.cols], data: W2.data },
    b2: { shape: [b2.cols], data: b2.data },
  };
  for (const [name, values] of Object.entries({ meanImage, scale })) {
    if (!values) continue;
    const data = numbersPerInput(name, values, W1.rows);
    tensors[name] = { shape: [data.length], data };
  }
  const sizes = {
    inputSize: String(W1.rows),
    hiddenSize: String(W1.cols),
    numClasses: String(W2.cols),
  };
  return encodeSafetensors({ tensors, metadata: { ...metadata, ...sizes } });
}

/**
 * Reads what {@linkcode saveWeights} wrote, or any safetensors file with the same arrays: of float64,
 * float32, float16 or bfloat16. Other arrays are passed over.
 *
 * @param path The file.
 * @param options `backend`: where the net computes; the reference backend by default.
 * @throws {TypeError} If the file is not safetensors or damaged, or an array is missing.
 * @throws {RangeError} If the shapes do not fit together.
 */
export async function loadWeights(
  path: string,
  options: { backend?: Backend } = {},
): Promise<LoadedWeights> {
  checkString("path", path);
  checkOptions("loadWeights", options, { backend: checkBackend });
  return decodeWeights(await Deno.readFile(path), { ...options, name: path });
}

/** What {@linkcode decodeWeights} takes. */
export interface DecodeWeightsOptions {
  /** What errors call the file. Default: "bytes". */
  name?: string;
  /** Where the net computes. Default: the reference backend. */
  backend?: Backend;
}

/**
 * What {@linkcode loadWeights} reads, from the bytes of the file: in browsers, those of `fetch` or of
 * a file that was chosen.
 *
 * @param bytes The whole file.
 * @throws {TypeError} As there.
 * @throws {RangeError} As there.
 *
 * @example
 * ```ts
 * import { decodeWeights, encodeWeights, RandomState, TwoLayerNet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const rng = new RandomState(0);
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 10, numClasses: 3, rng });
 * const file = new Blob([encodeWeights(net)]); // as a page has it
 * const loaded = decodeWeights(new Uint8Array(await file.arrayBuffer()));
 * assertEquals(loaded.net.params.W1.toArray(), net.params.W1.toArray());
 * ```
 */
export function decodeWeights(
  bytes: Uint8Array,
  options: DecodeWeightsOptions = {},
): LoadedWeights {
  checkInstance("bytes", bytes, Uint8Array);
  checkOptions("decodeWeights", options, { name: checkString, backend: checkBackend });
  const { name: path = "bytes", backend } = options;
  const { tensors, metadata, others } = decodeSafetensors(bytes, path);
  const [wrong] = [...PARAMS, ...MOMENTS].filter((name) => Object.hasOwn(others, name));
  if (wrong) {
    const expected = "of floating-point numbers (F64, F32, F16, BF16)";
    throw new TypeError(expectation(`${wrong} in ${path}`, expected, others[wrong]));
  }
  const missing = PARAMS.filter((name) => !Object.hasOwn(tensors, name));
  if (missing.length > 0) {
    const found = Object.keys(tensors).join(", ");
    throw new TypeError(expectation(path, `weights with ${missing.join(", ")}`, found));
  }
  const [W1, b1, W2, b2] = PARAMS.map((name) => asMatrix(tensors[name], `${name} in ${path}`));
  const net = new TwoLayerNet({ params: { W1, b1, W2, b2 }, backend });
  const moments = MOMENTS.filter((name) => Object.hasOwn(tensors, name)).map((name) => {
    const values = Float64Array.from(tensors[name].data);
    return [name, checkPerInput(`${name} in ${path}`, values, W1.rows)];
  });
  return { net, metadata, ...Object.fromEntries(moments) };
}

/**
 * {@linkcode loadWeights}, or `null` if there is no such file.
 *
 * @example
 * ```ts
 * import { loadWeightsIfThere } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await loadWeightsIfThere("no_such_net.safetensors"), null);
 * ```
 */
export async function loadWeightsIfThere(
  path: string,
  options: { backend?: Backend } = {},
): Promise<LoadedWeights | null> {
  return await ifThere(loadWeights(path, options));
}

/** A vector becomes one row. */
function asMatrix({ shape, data }: Tensor, name: string): Matrix {
  if (shape.length !== 1 && shape.length !== 2) {
    throw new RangeError(expectation(`the shape of ${name}`, "one or two sizes", shape));
  }
  const [rows, cols] = shape.length === 1 ? [1, shape[0]] : shape;
  return new Matrix(rows, cols, data);
}

/** The numbers of a list with one an input. */
function numbersPerInput(name: string, values: ArrayLike<number>, inputSize: number): Float64Array {
  checkPerInput(name, values, inputSize);
  return Float64Array.from(values, (value, i) => {
    checkType(`${name}[${i}]`, value, "a number", typeof value === "number");
    return value;
  });
}

function checkPerInput<T extends ArrayLike<number>>(name: string, values: T, inputSize: number): T {
  if (values.length === inputSize) return values;
  const expected = `as long as the net has inputs, ${inputSize},`;
  throw new RangeError(expectation(name, expected, values.length));
}
