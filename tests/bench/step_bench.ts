/** A training step of the assignment's net by its parts, on batches drawn anew from many images. */

import { type Backend, type DType, RandomState, takeRows } from "two-layer-net";
import {
  affineBackward,
  affineForward,
  affineInputGradient,
  affineReluForward,
  reluBackward,
} from "../../lib/nn/layers.ts";
import { fastBackends } from "./fast_backends.ts";
import { INPUT_SIZE, syntheticImages } from "./synthetic.ts";

const BATCH = 200, HIDDEN = 50, CLASSES = 10, REG = 0.25, RATE = 1e-6;
const { X, y } = syntheticImages(20_000);

for (const dtype of ["float64", "float32"] as const) {
  for (const backend of await fastBackends(dtype)) benchParts(backend, dtype);
}

function benchParts(backend: Backend, dtype: DType): void {
  const rng = new RandomState(1);
  const weights = (rows: number, cols: number) => {
    const m = backend.from(rng.randn(rows, cols));
    m.data.forEach((value, i) => m.data[i] = 1e-4 * value);
    return m;
  };
  const zeros = (rows: number, cols: number) => backend.zeros(rows, cols);
  const layer = (rows: number, cols: number, make: typeof zeros) => ({
    w: make(rows, cols),
    b: make(1, cols),
  });
  const layer1 = layer(INPUT_SIZE, HIDDEN, weights), layer2 = layer(HIDDEN, CLASSES, weights);
  const grads1 = layer(INPUT_SIZE, HIDDEN, zeros), grads2 = layer(HIDDEN, CLASSES, zeros);
  const hidden = zeros(BATCH, HIDDEN), dhidden = zeros(BATCH, HIDDEN);
  const scores = zeros(BATCH, CLASSES), dscores = zeros(BATCH, CLASSES);
  const labels = y.subarray(0, BATCH);
  let batch = backend.from(takeRows(X, rng.choice(X.rows, BATCH)));

  const part = (name: string, body: () => void) =>
    Deno.bench(`${name}: ${backend.name} ${dtype}`, { group: name }, body);
  part("1 draw a batch and bring it to the kernels", () => {
    backend.free(batch);
    batch = backend.from(takeRows(X, rng.choice(X.rows, BATCH)));
  });
  part("2 forward", () => {
    affineReluForward(backend, batch, layer1, hidden);
    affineForward(backend, hidden, layer2, scores);
  });
  part("3 softmax", () => void backend.softmaxLoss(scores, labels, dscores));
  part("4 backward", () => {
    affineBackward(backend, hidden, dscores, grads2);
    affineInputGradient(backend, layer2, dscores, dhidden);
    reluBackward(backend, hidden, dhidden);
    affineBackward(backend, batch, dhidden, grads1);
  });
  part("5 regularise and update", () => {
    for (const [params, grads] of [[layer1, grads1], [layer2, grads2]]) {
      backend.addScaled(2 * REG, params.w, grads.w);
      backend.sumOfSquares(params.w);
      backend.addScaled(-RATE, grads.w, params.w);
      backend.addScaled(-RATE, grads.b, params.b);
    }
  });
}
