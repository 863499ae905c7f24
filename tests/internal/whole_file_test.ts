import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { type WriteChunk, writeWholeFile } from "../../lib/internal/whole_file.ts";
import { listDir, withFullDisk, withTempDir } from "./testing.ts";

const BYTES = Uint8Array.of(1, 2, 3);

const CONTENTS: [string, Parameters<typeof writeWholeFile>[1], number[]][] = [
  ["text", "é", [0xc3, 0xa9]],
  ["bytes", BYTES, [1, 2, 3]],
  ["chunks", async (write) => {
    await write(BYTES);
    await write(BYTES.subarray(1));
  }, [1, 2, 3, 2, 3]],
];

for (const [name, content, expected] of CONTENTS) {
  Deno.test(`writeWholeFile() replaces a file by ${name}`, () =>
    withTempDir(async (dir) => {
      const path = join(dir, "a.bin");
      await Deno.writeTextFile(path, "something longer than the new content");
      await writeWholeFile(path, content);
      assertEquals([...await Deno.readFile(path)], expected);
      assertEquals(listDir(dir), ["a.bin"]);
    }));
}

Deno.test("writeWholeFile() leaves the old file alone when the content is refused", () =>
  withTempDir(async (dir) => {
    const path = join(dir, "a.bin");
    await Deno.writeTextFile(path, "old");
    const refuse = async (write: WriteChunk) => {
      await write(BYTES);
      throw new TypeError("refused");
    };
    await assertRejects(() => writeWholeFile(path, refuse), TypeError, "refused");
    assertEquals(await Deno.readTextFile(path), "old");
    assertEquals(listDir(dir), ["a.bin"]);
  }));

Deno.test("writeWholeFile() names the path on a full disk and leaves nothing behind", () =>
  withTempDir(async (dir) => {
    const path = join(dir, "a.bin");
    await assertRejects(
      () => withFullDisk(2, () => writeWholeFile(path, BYTES)),
      Error,
      `Cannot write ${path}: the disk is full`,
    );
    assertEquals(listDir(dir), []);
  }));

const BAD_PATHS: [string, string][] = [
  ["missing/a.bin", "the folder does not exist"],
  ["file/a.bin", "a part of the path is a file, not a folder"],
  ["folder", "there is a folder of that name"],
];

for (const [relative, reason] of BAD_PATHS) {
  Deno.test(`writeWholeFile() says what is wrong with the path ${relative}`, () =>
    withTempDir(async (dir) => {
      await Deno.writeTextFile(join(dir, "file"), "");
      await Deno.mkdir(join(dir, "folder"));
      const path = join(dir, relative);
      await assertRejects(
        () => writeWholeFile(path, BYTES),
        Error,
        `Cannot write ${path}: ${reason}`,
      );
      assertEquals(listDir(dir), ["file", "folder"]);
    }));
}
