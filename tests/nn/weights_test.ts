import { assertEquals, assertRejects } from "@std/assert";
import {
  createBackend,
  loadWeights,
  loadWeightsIfThere,
  RandomState,
  saveWeights,
  TwoLayerNet,
  type TwoLayerParams,
} from "two-layer-net";

const SIZES = { inputSize: 4, hiddenSize: 5, numClasses: 3, std: 0.1 };
const FIXTURES = new URL("../fixtures/", import.meta.url);

async function withFile(body: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".safetensors" });
  try {
    await body(path);
  } finally {
    await Deno.remove(path);
  }
}

const values = (params: TwoLayerParams) =>
  Object.fromEntries(Object.entries(params).map(([name, m]) => [name, m.toArray()]));

Deno.test("weights, mean image and text come back, in both element types", () =>
  withFile(async (path) => {
    for (const dtype of ["float64", "float32"] as const) {
      using backend = await createBackend("reference", { dtype });
      const net = new TwoLayerNet({ ...SIZES, rng: new RandomState(0), backend });
      net.params.b1.data.fill(0.5);
      const meanImage = Float64Array.of(1, 2, 3, 4.5);
      await saveWeights(path, net, { meanImage, metadata: { seed: "0" } });
      const loaded = await loadWeights(path, { backend });
      assertEquals(values(loaded.net.params), values(net.params));
      assertEquals(loaded.net.params.W1.dtype, dtype);
      assertEquals(loaded.meanImage, meanImage);
      const sizes = { inputSize: "4", hiddenSize: "5", numClasses: "3" };
      assertEquals(loaded.metadata, { seed: "0", ...sizes });
    }
  }));

/**
 * safetensors 0.8.0, NumPy 2.4.6:
 *   np.random.seed(0); W1 = np.random.randn(4, 5); W2 = np.random.randn(5, 3).astype(np.float32)
 *   save_file({"W1": W1, "b1": np.arange(5.0), "W2": W2, "b2": np.ones(3),
 *              "meanImage": np.arange(4.0)}, "python.safetensors", {"from": "python"})
 * Python reads what saveWeights writes: load_file gives W1 (4, 5), b1 (5,), W2 (5, 3), b2 (3,).
 */
Deno.test("a file that Python's safetensors wrote is read", async () => {
  const path = new URL("python.safetensors", FIXTURES).pathname;
  const { net, meanImage, metadata } = await loadWeights(path);
  const rng = new RandomState(0);
  assertEquals([...net.params.W1.data], [...rng.randn(20)]);
  assertEquals([...net.params.W2.data], [...Float32Array.from(rng.randn(15))]);
  assertEquals([...net.params.b1.data], [0, 1, 2, 3, 4]);
  assertEquals([...meanImage!], [0, 1, 2, 3]);
  assertEquals(metadata, { from: "python" });
});

Deno.test("files that are not weights are refused, and the file is named", () =>
  withFile(async (path) => {
    await assertRejects(() => loadWeights(path), TypeError, `Expected ${path} to be a safetensors`);
    const net = new TwoLayerNet({ ...SIZES, rng: new RandomState(0) });
    await saveWeights(path, net);
    const bytes = await Deno.readFile(path);
    const text = new TextDecoder().decode(bytes);
    bytes[text.indexOf('"b1"') + 1] = "c".charCodeAt(0);
    await Deno.writeFile(path, bytes);
    await assertRejects(
      () => loadWeights(path),
      TypeError,
      'to be weights with b1 but found "W1, c1, W2, b2"',
    );
  }));

Deno.test("weights that cannot be written are refused with the path and the reason", async () => {
  const net = new TwoLayerNet({ ...SIZES, rng: new RandomState(0) });
  const path = "no/such/folder/w.safetensors";
  const message = `Cannot write ${path}: the folder does not exist`;
  await assertRejects(() => saveWeights(path, net), Error, message);
});

Deno.test("a file that is not there is null, one that is damaged is an error", () =>
  withFile(async (path) => {
    assertEquals(await loadWeightsIfThere(`${path}.not`), null);
    await Deno.writeTextFile(path, "no weights");
    await assertRejects(() => loadWeightsIfThere(path), TypeError);
    const net = new TwoLayerNet({ ...SIZES, rng: new RandomState(0) });
    await saveWeights(path, net);
    const loaded = await loadWeightsIfThere(path);
    assertEquals(loaded && values(loaded.net.params), values(net.params));
  }));
