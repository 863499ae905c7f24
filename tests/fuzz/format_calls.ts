/**
 * Calls of the formats of others.
 *
 * @module
 */

import * as lib from "./library.ts";
import type { Calls } from "./call.ts";
import { backend, file } from "./fixtures.ts";

const rng = new lib.RandomState(0);
const net = new lib.TwoLayerNet({ inputSize: 3, hiddenSize: 2, numClasses: 2, rng });
const exported = (): lib.ExportedNet => ({ net, settings: null, transform: null });
const array = (): lib.NpyArray => ({ shape: [2], data: Float64Array.of(1, 2) });

await lib.saveNetAs(file("net.npz"), exported());

export const FORMAT_CALLS: Calls = {
  encodeNpy: { run: lib.encodeNpy, args: () => ({ array: array() }) },
  decodeNpy: {
    run: lib.decodeNpy,
    args: () => ({ bytes: lib.encodeNpy(array()), name: "a" }),
    loose: ["name"],
  },
  encodeNpz: { run: lib.encodeNpz, args: () => ({ arrays: { a: array() } }) },
  decodeNpz: {
    run: lib.decodeNpz,
    args: () => ({ bytes: lib.encodeNpz({ a: array() }), name: "a" }),
    loose: ["name"],
  },
  encodeOnnx: {
    run: lib.encodeOnnx,
    args: () => ({ net: exported(), options: { backend } }),
  },
  encodeLayersModel: {
    run: lib.encodeLayersModel,
    args: () => ({ net: exported(), weightsFile: "net.bin", options: { backend } }),
    loose: ["weightsFile"],
  },
  saveNetAs: {
    run: lib.saveNetAs,
    args: () => ({ path: file("other.onnx"), net: exported(), options: { backend } }),
    paths: ["path"],
  },
  importParams: {
    run: lib.importParams,
    args: () => ({ path: file("net.npz"), renames: { W1: "W1" } }),
    paths: ["path"],
  },
};
