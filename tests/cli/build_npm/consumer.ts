/** A program that has the package's types checked in an empty project; it is never run. */

import * as assignment from "two-layer-net/assignment";
import {
  type Backend,
  createBackend,
  ImageSet,
  type Matrix,
  RandomState,
  saveWeights,
  Solver,
  TwoLayerNet,
} from "two-layer-net";
import { loadDataset } from "two-layer-net/datasets";
import { decodeNpz, EventLog, saveNetAs } from "two-layer-net/formats";
import { createNetStudy, netPool, netSpace } from "two-layer-net/search";
import { PRESETS, type Settings } from "two-layer-net/training";
import { createStudy, SqliteStorage, WorkerPool } from "two-layer-net/tuning";

const backend: Backend = await createBackend("wasm", { dtype: "float32", threads: 2 });
const rng = new RandomState(0);
using net = new TwoLayerNet({ inputSize: 4, hiddenSize: 10, numClasses: 3, rng, backend });
const X: Matrix = rng.randn(5, 4), y = Int32Array.of(0, 1, 2, 2, 1);
const { lossHistory } = await net.train(X, y, X, y, { ...assignment.TOY_TRAINING, rng });
const last: number | undefined = lossHistory.at(-1);
await saveWeights("net.safetensors", net, { metadata: { last: `${last}` } });
await saveNetAs("net.onnx", { net, settings: null, transform: null });
const settings: Settings = { ...PRESETS.quick, hiddenSize: 64 };
const study = createStudy({ storage: new SqliteStorage("studies.db") });
await study.optimize((trial) => trial.suggestFloat("x", -1, 1) ** 2, { numTrials: 5 });
const [pixels, labels] = [new Uint8Array(3072), new Uint8Array(1)];
const images = new ImageSet({ pixels, labels, height: 32, width: 32 });
const data = { XTrain: images, XVal: images };
const search = { data, base: settings, space: netSpace({ hiddenSize: [4, 8] }) };
using pool: WorkerPool = netPool(search, { size: 2 });
await createNetStudy(search).optimize(pool, { numTrials: 2 });
new WorkerPool({ module: new URL("./objective.js", import.meta.url), permissions: { read: [] } });
new EventLog("logs").scalars({ loss: 1 }, 0);
const { XTrain }: { XTrain: ImageSet } = await loadDataset("folder");
console.log(XTrain.rows, decodeNpz(new Uint8Array()), Solver);
// @ts-expect-error: a backend is an object
new TwoLayerNet({ inputSize: 4, hiddenSize: 10, numClasses: 3, rng, backend: "wasm" });
