import { createBackend, type Model, RandomState, sgd, takeRows, TwoLayerNet } from "two-layer-net";
import { createTfjsBackend, type TfjsBackendName, TfjsTwoLayerNet } from "two-layer-net/tfjs";
import { fastBackends } from "./fast_backends.ts";
import { INPUT_SIZE, syntheticImages } from "./synthetic.ts";

const BATCH = 200, SIZES = { inputSize: INPUT_SIZE, numClasses: 10 };
const images = syntheticImages(1000);
const rng = new RandomState(0);
const X = takeRows(images.X, rng.choice(images.X.rows, BATCH)), y = rng.choice(10, BATCH);

/** One step of training: loss, gradients and update, on a batch of pixels. */
function benchStep<T>(name: string, hiddenSize: number, model: Model<T>): void {
  let out: Model<T>["params"] | undefined;
  const rule = sgd(), state = rule.init(model.ops, model.params);
  Deno.bench(`step, H = ${hiddenSize}: ${name}`, { group: `H = ${hiddenSize}` }, async () => {
    const { grads } = await model.loss(X, y, { reg: 0.25, out });
    rule.update(model.ops, model.params, grads, state, 1e-6);
    out = grads;
  });
}

const TFJS: TfjsBackendName[] = await navigator.gpu?.requestAdapter()
  ? ["cpu", "wasm", "webgpu"]
  : ["cpu", "wasm"];

for (const hiddenSize of [50, 500]) {
  const sizes = { ...SIZES, hiddenSize, rng };
  const reference = await createBackend("reference", { dtype: "float32" });
  for (const backend of [reference, ...await fastBackends("float32")]) {
    benchStep(backend.description, hiddenSize, new TwoLayerNet({ ...sizes, backend }));
  }
  for (const name of TFJS) {
    const backend = await createTfjsBackend(name);
    benchStep(backend.description, hiddenSize, new TfjsTwoLayerNet({ ...sizes, backend }));
  }
}
