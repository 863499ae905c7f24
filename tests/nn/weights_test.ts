import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  createBackend,
  decodeWeights,
  encodeWeights,
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

Deno.test("bytes are what a file has, and are read where there are no files", () =>
  withFile(async (path) => {
    const net = new TwoLayerNet({ ...SIZES, rng: new RandomState(0) });
    const options = { meanImage: [1, 2, 3, 4], scale: [1, 1, 2, 2], metadata: { seed: "0" } };
    await saveWeights(path, net, options);
    const bytes = encodeWeights(net, options);
    assertEquals(await Deno.readFile(path), bytes);
    using backend = await createBackend("reference", { dtype: "float32" });
    const { net: decoded, ...rest } = decodeWeights(bytes, { backend });
    const { net: loaded, ...others } = await loadWeights(path, { backend });
    assertEquals([decoded.params.W1.dtype, rest], ["float32", others]);
    assertEquals(values(decoded.params), values(loaded.params));
    assertThrows(
      () => decodeWeights(bytes.subarray(1), { name: "dropped.safetensors" }),
      TypeError,
      "Expected dropped.safetensors to be a safetensors",
    );
    const buffer = bytes.buffer as unknown as Uint8Array;
    assertThrows(() => decodeWeights(buffer), TypeError, "bytes to be a Uint8Array");
  }));

Deno.test("files that are not weights are refused, and the file is named", () =>
  withFile(async (path) => {
    await assertRejects(() => loadWeights(path), TypeError, `Expected ${path} to be a safetensors`);
    const bytes = await Deno.readFile(new URL("python.safetensors", FIXTURES));
    const text = new TextDecoder("latin1").decode(bytes);
    bytes[text.indexOf('"b1"') + 1] = "c".charCodeAt(0);
    await Deno.writeFile(path, bytes);
    await assertRejects(
      () => loadWeights(path),
      TypeError,
      'to be weights with b1 but found "',
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

Deno.test("a mean image of another type is kept by its values, of another length refused", () =>
  withFile(async (path) => {
    const net = new TwoLayerNet({ ...SIZES, rng: new RandomState(0) });
    const means = [Uint8Array, Int32Array, Float32Array, Array].map((type) =>
      type.of(1, 2, 3, 120)
    );
    for (const meanImage of means) {
      await saveWeights(path, net, { meanImage });
      assertEquals((await loadWeights(path)).meanImage, Float64Array.of(1, 2, 3, 120));
    }
    const message = "Expected meanImage to be as long as the net has inputs, 4, but found 3";
    await assertRejects(
      () => saveWeights(path, net, { meanImage: Float64Array.of(1, 2, 3) }),
      RangeError,
      message,
    );
  }));

/** The header and the arrays of a file, each array zeros of its dtype. */
function zeros(arrays: Record<string, [dtype: string, width: number, shape: number[]]>) {
  let end = 0;
  const entries = Object.entries(arrays).map(([name, [dtype, width, shape]]) => {
    const size = width * shape.reduce((a, b) => a * b, 1);
    return [name, { dtype, shape, data_offsets: [end, end += size] }];
  });
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const bytes = new Uint8Array(8 + text.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

Deno.test("half precision is read, other arrays are passed over, integers refused as weights", () =>
  withFile(async (path) => {
    const arrays: Parameters<typeof zeros>[0] = {
      step: ["I64", 8, [1]],
      mask: ["BOOL", 1, [4, 5]],
      W1: ["F16", 2, [4, 5]],
      b1: ["BF16", 2, [5]],
      W2: ["F32", 4, [5, 3]],
      b2: ["F32", 4, [1, 3]],
    };
    await Deno.writeFile(path, zeros(arrays));
    const { net: { params } } = await loadWeights(path);
    assertEquals([params.W1.rows, params.b1.cols, params.b2.rows], [4, 5, 1]);
    const refusals: [Parameters<typeof zeros>[0], string][] = [
      [{ ...arrays, W1: ["I32", 4, [4, 5]] }, `Expected W1 in ${path} to be of floating-point`],
      [{ ...arrays, meanImage: ["U8", 1, [4]] }, `Expected meanImage in ${path} to be of floating`],
      [{ ...arrays, meanImage: ["F64", 8, [5]] }, `meanImage in ${path} to be as long as the net`],
      [
        { ...arrays, b1: ["F64", 8, [1, 1, 5]] },
        `the shape of b1 in ${path} to be one or two sizes`,
      ],
    ];
    for (const [changed, message] of refusals) {
      await Deno.writeFile(path, zeros(changed));
      await assertRejects(() => loadWeights(path), Error, message);
    }
  }));
