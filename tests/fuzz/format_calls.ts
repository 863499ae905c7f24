/**
 * Calls of the formats of others.
 *
 * @module
 */

import * as lib from "./library.ts";
import { imageGrid } from "two-layer-net/plotting";
import type { Calls } from "./call.ts";
import { file, signal } from "./fixtures.ts";

const rng = new lib.RandomState(0);
const net = new lib.TwoLayerNet({ inputSize: 3, hiddenSize: 2, numClasses: 2, rng });
const exported = (): lib.ExportedNet => ({ net, settings: null, transform: null });
const array = (): lib.NpyArray => ({ shape: [2], data: Float64Array.of(1, 2) });

const log = new lib.EventLog(file("log"));
const table = Array.from({ length: 20 }, (_, i) => `${i % 2},1,2,${i},4`).join("\n");
await Deno.writeTextFile(file("images.csv"), table);
const png = await imageGrid([new Uint8Array(3)], { imageWidth: 1, imageHeight: 1 }).toPng();

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
    args: () => ({ net: exported() }),
  },
  encodeLayersModel: {
    run: lib.encodeLayersModel,
    args: () => ({ net: exported(), weightsFile: "net.bin" }),
    loose: ["weightsFile"],
  },
  saveNetAs: {
    run: lib.saveNetAs,
    args: () => ({ path: file("other.onnx"), net: exported() }),
    paths: ["path"],
  },
  importParams: {
    run: lib.importParams,
    args: () => ({ path: file("net.npz"), renames: { W1: "W1" } }),
    paths: ["path"],
  },
  "new EventLog": {
    run: (folder: string) => new lib.EventLog(folder)[Symbol.dispose](),
    args: () => ({ folder: file("log") }),
    paths: ["folder"],
  },
  "EventLog#scalars": {
    run: (values: Record<string, number>, step: number) => log.scalars(values, step),
    args: () => ({ values: { loss: 1 }, step: 2 }),
    loose: ["values.loss"],
  },
  "EventLog#image": {
    run: (name: string, bytes: Uint8Array, step: number) => log.image(name, bytes, step),
    args: () => ({ name: "a", png, step: 1 }),
    loose: ["name"],
  },
  "EventLog#hyperparameters": {
    run: (name: string, values: lib.Hyperparameters) => log.hyperparameters(name, values),
    args: () => ({ name: "a", values: { rate: 1 } }),
    loose: ["name", "values.rate"],
  },
  "EventLog#end": {
    run: (status: lib.RunStatus) => log.end(status),
    args: () => ({ status: "failure" }),
  },
  loadDataset: {
    run: lib.loadDataset,
    args: () => ({ path: file("images.csv"), options: { seed: 1, signal: signal(), numTest: 2 } }),
    paths: ["path", "options.labels"],
  },
  tensorBoardCallbacks: { run: lib.tensorBoardCallbacks, args: () => ({ log }) },
};
