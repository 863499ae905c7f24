import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { defaultCifar10Dir } from "../../lib/datasets/cifar10_files.ts";
import { DatasetError, findProblems, md5OfFile, readVerified } from "../../lib/datasets/verify.ts";
import { withTempDir } from "../internal/testing.ts";
import { BATCHES, FILES, writeBatches } from "./synthetic.ts";

const [FILE] = FILES;
const BYTES = BATCHES[0].records.length;

interface Fault {
  problem: string;
  spoil: (path: string) => Promise<void>;
  sentence: (path: string) => string;
}

const FAULTS: Fault[] = [
  {
    problem: "missing",
    spoil: (path) => Deno.remove(path),
    sentence: (path) => `Expected ${path} to be a file of ${BYTES} bytes but found nothing`,
  },
  {
    problem: "not a file",
    spoil: async (path) => {
      await Deno.remove(path);
      await Deno.mkdir(path);
    },
    sentence: (path) => `Expected ${path} to be a file of ${BYTES} bytes but found a folder`,
  },
  {
    problem: "cut short",
    spoil: (path) => Deno.truncate(path, 5000),
    sentence: (path) => `Expected ${path} to be a file of ${BYTES} bytes but found 5000 bytes`,
  },
  {
    problem: "too long",
    spoil: (path) => Deno.writeFile(path, Uint8Array.of(0), { append: true }),
    sentence: (path) =>
      `Expected ${path} to be a file of ${BYTES} bytes but found ${BYTES + 1} bytes`,
  },
  {
    problem: "damaged",
    spoil: async (path) => {
      const bytes = await Deno.readFile(path);
      bytes[5000] ^= 1;
      await Deno.writeFile(path, bytes);
    },
    sentence: (path) => `Expected the MD5 digest of ${path} to be "${FILE.md5}" but found "`,
  },
];

for (const { problem, spoil, sentence } of FAULTS) {
  Deno.test(`readVerified() names a file that is ${problem}, and the remedy`, () =>
    withTempDir(async (dir) => {
      await writeBatches(dir);
      const path = join(dir, FILE.name);
      await spoil(path);
      const error = await assertRejects(
        () => readVerified(dir, FILE),
        DatasetError,
        sentence(path),
      );
      assertEquals([error.problem, error.path], [problem, path]);
      const remedy = `(${problem}). Run "deno task data --dir ${dir}" to fetch it.`;
      assertStringIncludes(error.message, remedy);
      assertEquals((await findProblems(dir, FILES)).map((each) => each.path), [path]);
    }));
}

Deno.test("readVerified() does not tell the option for the default folder", async () => {
  const file = { ...FILE, name: "no_such_batch.bin" };
  await assertRejects(
    () => readVerified(defaultCifar10Dir(), file),
    DatasetError,
    'Run "deno task data" to fetch it.',
  );
});

Deno.test("readVerified() hands on all records in order", () =>
  withTempDir(async (dir) => {
    const images = 1200; // more than two chunks
    const records = new Uint8Array(images * 3073).map((_, i) => i % 253);
    await Deno.writeFile(join(dir, "a.bin"), records);
    const md5 = await md5OfFile(join(dir, "a.bin"));
    const seen: Uint8Array[] = [];
    const firsts: number[] = [];
    await readVerified(dir, { ...FILE, name: "a.bin", images, md5 }, (chunk, first) => {
      seen.push(chunk.slice());
      firsts.push(first);
    });
    assertEquals(await new Blob(seen as BlobPart[]).bytes(), records);
    assertEquals(firsts, [0, 512, 1024]);
  }));

Deno.test("findProblems() names every file when the folder is not there", async () => {
  const problems = await findProblems(join(import.meta.filename!, "nowhere"), FILES);
  assertEquals(problems.map(({ problem }) => problem), ["missing", "missing", "missing"]);
});

Deno.test("md5OfFile() agrees with RFC 1321", () =>
  withTempDir(async (dir) => {
    await Deno.writeTextFile(join(dir, "a"), "message digest");
    assertEquals(await md5OfFile(join(dir, "a")), "f96b697d7cb7938d525a2f31aaf161d0");
  }));
