/** What stands at the path already: links, permissions, owners, pipes. */

import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { checkWritable } from "../../lib/internal/check_writable.ts";
import { writeWholeFile } from "../../lib/internal/whole_file.ts";
import { listDir, withTempDir } from "./testing.ts";

const IS_WINDOWS = Deno.build.os === "windows";
const IS_ROOT = ownsAsRoot();

function ownsAsRoot(): boolean {
  const path = Deno.makeTempFileSync();
  const { uid } = Deno.statSync(path);
  Deno.removeSync(path);
  return uid === 0;
}

/** Each link and where it leads; the file is `there/file`. */
const LINKS: Record<string, string>[] = [
  { link: "there/file" },
  { link: "second", second: "third", third: "there/file" },
  { "there/link": "file" },
  { "folder": "there/inner", "there/inner/link": "../file" },
];

for (const links of LINKS) {
  for (const isThere of [true, false]) {
    const name = `${JSON.stringify(links)} ${isThere ? "with" : "without"} a file`;
    Deno.test({
      name: `writeWholeFile() follows ${name}`,
      ignore: IS_WINDOWS,
      fn: () =>
        withTempDir(async (dir) => {
          await Deno.mkdir(join(dir, "there/inner"), { recursive: true });
          const file = join(dir, "there/file");
          if (isThere) await Deno.writeTextFile(file, "old");
          for (const [link, to] of Object.entries(links)) await Deno.symlink(to, join(dir, link));
          const path = Object.keys(links).at(-1) === "there/inner/link"
            ? join(dir, "folder/link")
            : join(dir, Object.keys(links)[0]);
          await checkWritable(path);
          await writeWholeFile(path, "new");
          assertEquals(await Deno.readTextFile(file), "new");
          assertEquals((await Deno.lstat(path)).isSymlink, true);
          assertEquals(listDir(join(dir, "there")).filter((entry) => entry.endsWith("tmp")), []);
        }),
    });
  }
}

Deno.test({
  name: "writeWholeFile() refuses links that lead in a circle, and one into no folder",
  ignore: IS_WINDOWS,
  fn: () =>
    withTempDir(async (dir) => {
      await Deno.symlink("b", join(dir, "a"));
      await Deno.symlink("a", join(dir, "b"));
      await Deno.symlink("no/folder", join(dir, "c"));
      const refusals = [["a", "its links lead in a circle"], ["c", "the folder does not exist"]];
      for (const [name, reason] of refusals) {
        for (const write of [checkWritable, (path: string) => writeWholeFile(path, "new")]) {
          const path = join(dir, name);
          await assertRejects(() => write(path), Error, `Cannot write ${path}: ${reason}`);
        }
      }
      assertEquals(listDir(dir), ["a", "b", "c"]);
    }),
});

Deno.test({
  name: "writeWholeFile() keeps the permissions of a file that it replaces",
  ignore: IS_WINDOWS,
  fn: () =>
    withTempDir(async (dir) => {
      const path = join(dir, "a.ipynb");
      for (const mode of [0o600, 0o640, 0o644, 0o755, 0o666]) {
        await Deno.writeTextFile(path, "old");
        await Deno.chmod(path, mode);
        await writeWholeFile(path, async (write) => {
          const [temporary] = listDir(dir).filter((name) => name.endsWith(".tmp"));
          const { mode: meanwhile } = await Deno.stat(join(dir, temporary));
          assertEquals(meanwhile! & 0o777, mode);
          await write(Uint8Array.of(1));
        });
        assertEquals((await Deno.stat(path)).mode! & 0o777, mode);
      }
      await writeWholeFile(join(dir, "new"), "");
      await Deno.writeTextFile(join(dir, "other"), "");
      const [found, usual] = ["new", "other"].map((name) => Deno.statSync(join(dir, name)).mode);
      assertEquals(found, usual);
    }),
});

Deno.test({
  name: "writeWholeFile() keeps the owner and the group of a file that it replaces",
  ignore: !IS_ROOT,
  fn: () =>
    withTempDir(async (dir) => {
      const path = join(dir, "a.bin");
      await Deno.writeTextFile(path, "old");
      await Deno.chown(path, 1234, 4321);
      await writeWholeFile(path, "new");
      const { uid, gid } = await Deno.stat(path);
      assertEquals([uid, gid], [1234, 4321]);
    }),
});

Deno.test({
  name: "writeWholeFile() refuses a file that is write-protected",
  ignore: IS_WINDOWS || IS_ROOT, // root may write everything
  fn: () =>
    withTempDir(async (dir) => {
      const path = join(dir, "a.bin");
      await Deno.writeTextFile(path, "old");
      await Deno.chmod(path, 0o444);
      for (const write of [checkWritable, (path: string) => writeWholeFile(path, "new")]) {
        await assertRejects(() => write(path), Error, `Cannot write ${path}: no permission`);
      }
      assertEquals(await Deno.readTextFile(path), "old");
    }),
});

Deno.test({
  name: "writeWholeFile() writes into a pipe",
  ignore: IS_WINDOWS,
  fn: () =>
    withTempDir(async (dir) => {
      const path = join(dir, "pipe");
      await new Deno.Command("sh", { args: ["-c", `mkfifo ${path}`] }).output();
      await checkWritable(path);
      const [text] = await Promise.all([
        Deno.readTextFile(path),
        writeWholeFile(path, "through the pipe"),
      ]);
      assertEquals(text, "through the pipe");
      assertEquals((await Deno.stat(path)).isFifo, true);
    }),
});
