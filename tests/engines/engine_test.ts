import { assertEquals, assertRejects } from "@std/assert";
import { BACKENDS } from "../backends/runnable.ts";
import { BACKENDS as TFJS_BACKENDS } from "../tfjs/testing.ts";
import { accuracy, RandomState, Solver } from "two-layer-net";
import { createEngine, type EngineName } from "../../lib/engines/engine.ts";

const SIZES = { inputSize: 6, hiddenSize: 12, numClasses: 3, std: 0.5 };
const rng = new RandomState(1);
const X = rng.randn(60, 6), y = X.toArray().map((row) => row.indexOf(Math.max(...row)) % 3);
const DATA = { XTrain: X, yTrain: y, XVal: X, yVal: y };

async function lastLoss(name: EngineName): Promise<number> {
  using engine = await createEngine(name, { dtype: "float32", threads: 1 });
  const rng = new RandomState(0);
  using net = engine.createNet({ ...SIZES, rng });
  const options = { learningRate: 0.5, numIters: 30, batchSize: 20, rng };
  const { lossHistory } = await new Solver(net.model, DATA, options).train();
  const params = await net.readParams();
  using same = engine.createNet({ params });
  assertEquals(await accuracy(same.model, X, y), await accuracy(net.model, X, y));
  return lossHistory.at(-1)!;
}

const TFJS = TFJS_BACKENDS.map(({ name, ignore }) => ({ name: `tfjs:${name}` as const, ignore }));

for (const { name, ignore } of [...BACKENDS, ...TFJS]) {
  Deno.test(`nets of the engine ${name} learn as those of the reference`, { ignore }, async () => {
    const [loss, expected] = [await lastLoss(name), await lastLoss("reference")];
    assertEquals(loss.toFixed(4), expected.toFixed(4));
  });
}

Deno.test("an engine of TensorFlow.js refuses float64, and an unknown one is refused", async () => {
  await assertRejects(() => createEngine("tfjs:cpu", { dtype: "float64" }), RangeError, "float32");
  await assertRejects(() => createEngine("tfjs:gl" as EngineName), RangeError, 'found "gl"');
  await assertRejects(() => createEngine("cuda" as EngineName), RangeError, 'found "cuda"');
});
