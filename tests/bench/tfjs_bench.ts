import { createBackend, type Model, RandomState, sgd, takeRows, TwoLayerNet } from "two-layer-net";
import { createTfjsBackend, type TfjsBackendName, TfjsTwoLayerNet } from "two-layer-net/tfjs";

const IMAGES = 1000, BATCH = 200, SIZES = { inputSize: 3072, numClasses: 10 };
const rng = new RandomState(0);
const pixels = Uint8Array.from(rng.randint(0, 256, IMAGES * SIZES.inputSize));
const images = {
  rows: IMAGES,
  cols: SIZES.inputSize,
  pixels,
  index: null,
  mean: new Float64Array(SIZES.inputSize).fill(127.5),
};
const X = takeRows(images, rng.choice(IMAGES, BATCH)), y = rng.choice(10, BATCH);

/** One step of training: loss, gradients and update, on a batch of pixels. */
function benchStep<T>(name: string, hiddenSize: number, model: Model<T>): void {
  let out: Model<T>["params"] | undefined;
  const rule = sgd();
  Deno.bench(`step, H = ${hiddenSize}: ${name}`, { group: `H = ${hiddenSize}` }, async () => {
    const { grads } = await model.loss(X, y, { reg: 0.25, out });
    rule.update(model.ops, model.params, grads, null, 1e-6);
    out = grads;
  });
}

const TFJS: TfjsBackendName[] = await navigator.gpu?.requestAdapter()
  ? ["cpu", "wasm", "webgpu"]
  : ["cpu", "wasm"];

for (const hiddenSize of [50, 500]) {
  const sizes = { ...SIZES, hiddenSize, rng };
  for (const name of ["reference", "wasm"] as const) {
    const backend = await createBackend(name, { dtype: "float32" });
    benchStep(backend.description, hiddenSize, new TwoLayerNet({ ...sizes, backend }));
  }
  for (const name of TFJS) {
    const backend = await createTfjsBackend(name);
    benchStep(backend.description, hiddenSize, new TfjsTwoLayerNet({ ...sizes, backend }));
  }
}
