import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { withFileLock } from "../../lib/internal/file_lock.ts";
import { listDir, withTempDir } from "./testing.ts";

Deno.test("withFileLock() lets one in at a time", () =>
  withTempDir(async (dir) => {
    const path = join(dir, ".lock");
    let inside = 0;
    let most = 0;
    const enter = () =>
      withFileLock(path, async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 20));
        inside--;
      });
    await Promise.all([enter(), enter(), enter()]);
    assertEquals(most, 1);
    assertEquals(listDir(dir), []);
  }));

Deno.test("withFileLock() is released when the action fails", () =>
  withTempDir(async (dir) => {
    const path = join(dir, ".lock");
    await assertRejects(
      () => withFileLock(path, () => Promise.reject(new TypeError("x"))),
      TypeError,
    );
    assertEquals(await withFileLock(path, () => Promise.resolve(1)), 1);
  }));

Deno.test("withFileLock() takes over the lock file that a dead process left", () =>
  withTempDir(async (dir) => {
    const path = join(dir, ".lock");
    await Deno.writeTextFile(path, "process 1234567890, dead");
    const content = await withFileLock(path, () => Deno.readTextFile(path));
    assertEquals(content, `process ${Deno.pid}`);
  }));

Deno.test("withFileLock() tells who holds it, and stops waiting on a signal", () =>
  withTempDir(async (dir) => {
    const path = join(dir, ".lock");
    await withFileLock(path, async () => {
      const controller = new AbortController();
      const onWait = (holder: string) => controller.abort(new TypeError(holder));
      const waiting = () =>
        withFileLock(path, () => Promise.resolve(), { signal: controller.signal, onWait });
      await assertRejects(waiting, TypeError, `process ${Deno.pid}`);
    });
  }));

Deno.test("withFileLock() names a lock file that it cannot write", async () => {
  const path = join(import.meta.filename!, ".lock");
  await assertRejects(
    () => withFileLock(path, () => Promise.resolve()),
    Error,
    `Cannot write ${path}: a part of the path is a file`,
  );
});
