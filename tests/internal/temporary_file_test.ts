import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { machineId } from "../../lib/internal/machine.ts";
import { createTemporary, removeDeadTemporaries } from "../../lib/internal/temporary_file.ts";
import { writeWholeFile } from "../../lib/internal/whole_file.ts";
import { listDir, withTempDir } from "./testing.ts";

const CHILD = new URL("./children/write_half.ts", import.meta.url).pathname;

/** A process that is in the middle of writing `path`. */
async function writeHalf(path: string): Promise<Deno.ChildProcess> {
  const child = new Deno.Command("deno", {
    args: ["run", "--no-check", "--no-prompt", "--allow-read", "--allow-write", CHILD, path],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  assertEquals(new TextDecoder().decode((await reader.read()).value), "half\n");
  await reader.cancel();
  return child;
}

Deno.test("what a killed process left of a file goes with the next write, a live one's stays", () =>
  withTempDir(async (dir) => {
    const path = join(dir, "a.bin");
    const [live, killed] = [await writeHalf(path), await writeHalf(path)];
    assertEquals(listDir(dir).length, 2);
    killed.kill("SIGKILL");
    await killed.status;
    await writeWholeFile(path, "whole");
    const [whole, half] = listDir(dir);
    assertEquals(listDir(dir).length, 2);
    assertMatch(half, /^a\.bin\.[0-9a-f]{8}-[0-9a-f]{8}\.tmp$/);
    assertEquals(whole, "a.bin");
    live.kill("SIGKILL");
    await live.status;
    await writeWholeFile(path, "whole");
    assertEquals(listDir(dir), ["a.bin"]);
  }));

Deno.test("what another machine may be writing is left for a day", () =>
  withTempDir(async (dir) => {
    const here = machineId() ?? "00000000";
    const there = [...here].reverse().join("");
    const old = Date.now() / 1000 - 90_000;
    const files: [string, number | null][] = [
      [`a.${there}-01234567.tmp`, null],
      ["a.00000000-01234567.tmp", null],
      [`a.${there}-76543210.tmp`, old],
      ["a.00000000-76543210.tmp", old],
      [`a.${here}-01234567.tmp.bak`, old], // a stranger's, as are the others
      [`ab.${here}-01234567.tmp`, old],
      ["a.tmp", old],
    ];
    for (const [name, time] of files) {
      await Deno.writeTextFile(join(dir, name), "");
      if (time) await Deno.utime(join(dir, name), time, time);
    }
    await removeDeadTemporaries(join(dir, "a"));
    const left = files.filter(([name]) => !name.includes("76543210")).map(([name]) => name);
    assertEquals(listDir(dir), left.sort());
  }));

Deno.test("a name of the greatest length leaves room for the suffix", () =>
  withTempDir(async (dir) => {
    for (const name of ["x".repeat(255), "网".repeat(85), "👍".repeat(63) + "xyz"]) {
      const path = join(dir, name);
      createTemporary(path).file.close(); // as of a dead process
      await writeWholeFile(path, "whole");
      assertEquals(await Deno.readTextFile(path), "whole");
      assertEquals(listDir(dir), [name]);
      await Deno.remove(path);
    }
  }));

Deno.test("many at once write one file, and none takes another's for a dead one's", () =>
  withTempDir(async (dir) => {
    const path = join(dir, "a.bin");
    const texts = Array.from({ length: 200 }, (_, i) => `${i}`);
    await Promise.all(texts.map((text) => writeWholeFile(path, text)));
    assertEquals(texts.includes(await Deno.readTextFile(path)), true);
    assertEquals(listDir(dir), ["a.bin"]);
  }));
