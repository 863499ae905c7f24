import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { officialSource } from "../../lib/datasets/official_source.ts";
import { SourceError } from "../../lib/datasets/source.ts";
import { findProblems } from "../../lib/datasets/verify.ts";
import { listDir, withFullDisk, withTempDir } from "../internal/testing.ts";
import { BATCHES, FILES, makeArchive, TEST_LIMITS, withArchiveServer } from "./synthetic.ts";

const PART = "synthetic.tar.gz.part";

Deno.test("officialSource() downloads, verifies and unpacks the wanted files", () =>
  withTempDir(async (dir) => {
    await withArchiveServer(await makeArchive(), [], async ({ archive }) => {
      const source = officialSource(archive, TEST_LIMITS);
      await source.fetch(FILES.slice(1), dir, {});
      assertEquals(await findProblems(dir, FILES.slice(1)), []);
      await source.tidy(dir);
      assertEquals(listDir(dir), ["data_batch_2.bin", "test_batch.bin"]);
    });
  }));

Deno.test("officialSource() uses an archive that lies in the folder", () =>
  withTempDir(async (dir) => {
    const bytes = await makeArchive();
    await Deno.writeFile(join(dir, "synthetic.tar.gz"), bytes);
    await withArchiveServer(bytes, [], async ({ archive, ranges }) => {
      await officialSource(archive, TEST_LIMITS).fetch(FILES, dir, {});
      assertEquals(await findProblems(dir, FILES), []);
      assertEquals(ranges, []);
    });
  }));

Deno.test("officialSource() starts over when what was kept turns out to be damaged", () =>
  withTempDir(async (dir) => {
    await Deno.writeFile(join(dir, PART), new Uint8Array(100));
    await withArchiveServer(await makeArchive(), [], async ({ archive, ranges }) => {
      await officialSource(archive, TEST_LIMITS).fetch(FILES, dir, {});
      assertEquals(await findProblems(dir, FILES), []);
      assertEquals(ranges, ["bytes=100-", null]);
    });
  }));

Deno.test("officialSource() refuses an archive with another digest and keeps nothing of it", () =>
  withTempDir(async (dir) => {
    const bytes = await makeArchive();
    await withArchiveServer(bytes.with(bytes.length >> 1, 0), [], async (server) => {
      const archive = { ...server.archive, md5: "00000000000000000000000000000000" };
      await assertRejects(
        () => officialSource(archive, TEST_LIMITS).fetch(FILES, dir, {}),
        SourceError,
        `Expected the MD5 digest of ${archive.url} to be "${archive.md5}" but found ` +
          `"${server.archive.md5}"`,
      );
      assertEquals(listDir(dir), []);
    });
  }));

Deno.test("officialSource() refuses a file with another digest", () =>
  withTempDir(async (dir) => {
    const [first, second, third] = BATCHES;
    const swapped = [first, { ...second, records: second.records.with(9, 0) }, third];
    await withArchiveServer(await makeArchive(swapped), [], async ({ archive }) => {
      await assertRejects(
        () => officialSource(archive, TEST_LIMITS).fetch(FILES, dir, {}),
        SourceError,
        `Expected the MD5 digest of data_batch_2.bin to be "${second.file.md5}" but found`,
      );
      assertEquals(listDir(dir), ["data_batch_1.bin", "synthetic.tar.gz"]);
    });
  }));

Deno.test("officialSource() names the files that an archive lacks", () =>
  withTempDir(async (dir) => {
    await withArchiveServer(await makeArchive(BATCHES.slice(0, 1)), [], async ({ archive }) => {
      await assertRejects(
        () => officialSource(archive, TEST_LIMITS).fetch(FILES, dir, {}),
        SourceError,
        "synthetic.tar.gz lacks data_batch_2.bin, test_batch.bin",
      );
    });
  }));

Deno.test("officialSource() can go on from a disk that was full while unpacking", () =>
  withTempDir(async (dir) => {
    const bytes = await makeArchive();
    await withArchiveServer(bytes, [], async ({ archive, ranges }) => {
      const { fetch } = officialSource(archive, TEST_LIMITS);
      await assertRejects(
        () => withFullDisk(bytes.length + 20_000, () => fetch(FILES, dir, {})),
        Error,
        `Cannot write ${join(dir, "data_batch_2.bin")}: the disk is full`,
      );
      assertEquals(listDir(dir), ["data_batch_1.bin", "synthetic.tar.gz"]);
      await fetch(FILES.slice(1), dir, {});
      assertEquals(ranges, [null]);
    });
  }));

Deno.test("officialSource() asks for no permission that it was not given", () =>
  withTempDir(async (dir) => {
    const archive = { url: "https://example.com/a.tar.gz", name: "a.tar.gz", md5: "", bytes: 1 };
    await assertRejects(
      () => officialSource(archive, TEST_LIMITS).fetch(FILES, dir, {}),
      SourceError,
      "Deno was started without --allow-net=example.com",
    );
  }));
