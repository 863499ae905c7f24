/**
 * Files of nets in the formats of others, chosen by their names.
 *
 * @module
 */

import { basename, dirname, extname, join } from "node:path";
import { checkString, expectation } from "../internal/checks.ts";
import { writeWholeFile } from "../internal/whole_file.ts";
import type { Matrix } from "../matrix/matrix.ts";
import type { NpyArray } from "../matrix/npy.ts";
import { encodeNpz } from "../matrix/npz.ts";
import { checkExported, type ExportedNet } from "./exported_net.ts";
import { encodeLayersModel } from "./layers_model.ts";
import { encodeOnnx } from "./onnx.ts";

/** What the name of a file that {@linkcode saveNetAs} writes ends in. */
export const EXPORT_EXTENSIONS = [".onnx", ".npz", ".json"] as const;

/** Whether the file's name asks for one of {@linkcode EXPORT_EXTENSIONS}. */
export function isExport(path: string): boolean {
  return (EXPORT_EXTENSIONS as readonly string[]).includes(extname(path));
}

/**
 * Writes a net in the format that the file's name ends in:
 * - `.onnx`: an ONNX model, see {@linkcode encodeOnnx};
 * - `.json`: a model for `tf.loadLayersModel`, its weights in a `.bin` of the same name;
 * - `.npz`: NumPy's arrays W1, b1, W2, b2 in the net's element type, with meanImage and scale, or
 *   whitening_mean, whitening_matrix and whitening_step, where images were prepared by them: see
 *   `LinearTransform`.
 *
 * @returns The files that were written.
 * @throws {RangeError} If the name ends in something else.
 * @throws {TypeError} If the net is none.
 * @throws {Error} If a file cannot be written.
 *
 * @example
 * ```ts
 * import { RandomState, TwoLayerNet } from "two-layer-net";
 * import { decodeNpz, saveNetAs } from "two-layer-net/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const rng = new RandomState(0);
 * const net = new TwoLayerNet({ inputSize: 12, hiddenSize: 4, numClasses: 3, rng });
 * const path = `${await Deno.makeTempDir()}/net.npz`;
 * await saveNetAs(path, { net, settings: null, transform: null });
 * assertEquals(decodeNpz(await Deno.readFile(path)).W1.data, net.params.W1.data);
 * ```
 */
export async function saveNetAs(path: string, net: ExportedNet): Promise<string[]> {
  checkString("path", path);
  checkExported("net", net);
  switch (extname(path)) {
    case ".onnx":
      await writeWholeFile(path, encodeOnnx(net));
      return [path];
    case ".npz":
      await writeWholeFile(path, encodeNpz(arraysOf(net)));
      return [path];
    case ".json": {
      const weightsFile = `${basename(path, ".json")}.bin`;
      const { json, weights } = encodeLayersModel(net, weightsFile);
      const files = [join(dirname(path), weightsFile), path];
      await writeWholeFile(files[0], weights);
      await writeWholeFile(files[1], json);
      return files;
    }
    default:
      throw new RangeError(
        expectation("path", `a name that ends in ${EXPORT_EXTENSIONS.join(", ")}`, path),
      );
  }
}

function arraysOf({ net, meanImage, scale, transform }: ExportedNet): Record<string, NpyArray> {
  const { W1, b1, W2, b2 } = net.params;
  const vectors = transform
    ? { whitening_mean: transform.mean, whitening_step: transform.step }
    : { ...(meanImage ? { meanImage } : {}), ...(scale ? { scale } : {}) };
  return {
    W1: whole(W1),
    b1: vector(b1.data),
    W2: whole(W2),
    b2: vector(b2.data),
    ...Object.fromEntries(Object.entries(vectors).map(([name, data]) => [name, vector(data)])),
    ...(transform ? { whitening_matrix: whole(transform.matrix) } : {}),
  };
}

function whole({ rows, cols, data }: Matrix): NpyArray {
  return { shape: [rows, cols], data };
}

function vector(data: NpyArray["data"]): NpyArray {
  return { shape: [data.length], data };
}
