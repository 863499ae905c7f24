import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import type { BatchFile } from "../../lib/datasets/cifar10_files.ts";
import { fetchCifar10, fetchFiles } from "../../lib/datasets/fetch.ts";
import { type Source, SourceError, type SourceName } from "../../lib/datasets/source.ts";
import { findProblems } from "../../lib/datasets/verify.ts";
import { writeWholeFile } from "../../lib/internal/whole_file.ts";
import { listDir, withFullDisk, withTempDir } from "../internal/testing.ts";
import { BATCHES, FILES, writeBatches } from "./synthetic.ts";

interface FakeSource extends Source {
  /** Names of the files of each call of fetch. */
  calls: string[][];
}

function fakeSource(
  name: SourceName,
  deliver: (wanted: readonly BatchFile[], dir: string) => Promise<void>,
): FakeSource {
  const calls: string[][] = [];
  return {
    name,
    calls,
    fetch(wanted, dir): Promise<void> {
      calls.push(wanted.map((file) => file.name));
      return deliver(wanted, dir);
    },
    async tidy(dir): Promise<void> {
      await Deno.writeTextFile(join(dir, `tidied ${name}`), "");
    },
  };
}

function goodSource(name: SourceName): FakeSource {
  return fakeSource(name, async (wanted, dir) => {
    for (const { file, records } of BATCHES) {
      if (wanted.includes(file)) await writeWholeFile(join(dir, file.name), records);
    }
  });
}

function deadSource(name: SourceName): FakeSource {
  return fakeSource(name, () => Promise.reject(new SourceError("does not answer")));
}

const NAMES = FILES.map(({ name }) => name);

Deno.test("fetchFiles() makes the folder and fills it from the first source", () =>
  withTempDir(async (parent) => {
    const dir = join(parent, "a", "b");
    const [first, second] = [goodSource("official"), goodSource("npm")];
    assertEquals(await fetchFiles(FILES, [first, second], { dir }), NAMES);
    assertEquals([first.calls, second.calls], [[NAMES], []]);
    assertEquals(listDir(dir), [...NAMES, "tidied npm", "tidied official"]);
  }));

Deno.test("fetchFiles() touches nothing when all is there", () =>
  withTempDir(async (dir) => {
    await writeBatches(dir);
    const source = goodSource("official");
    assertEquals(await fetchFiles(FILES, [source], { dir }), []);
    assertEquals(source.calls, []);
    assertEquals(listDir(dir), NAMES);
  }));

Deno.test("fetchFiles() replaces what is damaged and removes what a killed process left", () =>
  withTempDir(async (dir) => {
    await writeBatches(dir);
    const path = join(dir, NAMES[1]);
    await Deno.truncate(path, 100);
    await Deno.writeTextFile(join(dir, `${NAMES[1]}.00000000-01234567.tmp`), "");
    await Deno.utime(join(dir, `${NAMES[1]}.00000000-01234567.tmp`), 0, 0);
    await Deno.writeTextFile(join(dir, ".lock"), "process 1234567890");
    const source = goodSource("npm");
    const messages: string[] = [];
    const onMessage = (line: string) => messages.push(line);
    assertEquals(await fetchFiles(FILES, [source], { dir, onMessage }), [NAMES[1]]);
    assertEquals(messages, [`${path} is cut short: it will be replaced`]);
    assertEquals(listDir(dir), [...NAMES, "tidied npm"]);
    assertEquals(await findProblems(dir, FILES), []);
  }));

Deno.test("fetchFiles() goes to the next source when one does not deliver", () =>
  withTempDir(async (dir) => {
    const messages: string[] = [];
    const onMessage = (line: string) => messages.push(line);
    const sources = [deadSource("official"), goodSource("npm")];
    assertEquals(await fetchFiles(FILES, sources, { dir, onMessage }), NAMES);
    assertEquals(messages, ["source official: does not answer"]);
  }));

Deno.test("fetchFiles() says what is wrong with each source when none delivers", () =>
  withTempDir(async (dir) => {
    const sources = [deadSource("official"), deadSource("npm")];
    await assertRejects(
      () => fetchFiles(FILES, sources, { dir }),
      SourceError,
      "No source delivered the files.\nsource official: does not answer\nsource npm: does not answer",
    );
    assertEquals(listDir(dir), []);
  }));

Deno.test("fetchFiles() keeps to the source that was asked for", () =>
  withTempDir(async (dir) => {
    const [first, second] = [goodSource("official"), goodSource("npm")];
    await fetchFiles(FILES, [first, second], { dir, source: "npm" });
    assertEquals([first.calls, second.calls], [[], [NAMES]]);
  }));

Deno.test("fetchFiles() does not blame the source for a full disk", () =>
  withTempDir(async (dir) => {
    const [first, second] = [goodSource("official"), goodSource("npm")];
    await assertRejects(
      () => withFullDisk(20_000, () => fetchFiles(FILES, [first, second], { dir })),
      Error,
      `Cannot write ${join(dir, NAMES[1])}: the disk is full`,
    );
    assertEquals(second.calls, []);
    assertEquals(listDir(dir), [NAMES[0]]);
  }));

Deno.test("fetchFiles() lets a second one wait for the first, and finds all there", () =>
  withTempDir(async (dir) => {
    const { promise: someoneWaits, resolve } = Promise.withResolvers<void>();
    const good = goodSource("official");
    const source = fakeSource("official", async (wanted, dir) => {
      await someoneWaits;
      await good.fetch(wanted, dir, {});
    });
    const messages: string[] = [];
    const onMessage = (line: string) => {
      messages.push(line);
      resolve();
    };
    const both = [1, 2].map(() => fetchFiles(FILES, [source], { dir, onMessage }));
    const fetched = await Promise.all(both);
    assertEquals(fetched.map(({ length }) => length).sort(), [0, 3]);
    assertEquals(source.calls, [NAMES]);
    assertEquals(messages, [`Waiting: process ${Deno.pid} is fetching into ${dir} already`]);
  }));

Deno.test("fetchFiles() names a folder that it cannot make", async () => {
  const dir = join(import.meta.filename!, "data");
  await assertRejects(
    () => fetchFiles(FILES, [goodSource("npm")], { dir }),
    Error,
    `Cannot write ${dir}: a part of the path is a file, not a folder`,
  );
});

Deno.test("fetchCifar10() refuses a source that it does not know", async () => {
  await assertRejects(
    () => fetchCifar10({ source: "ftp" as SourceName }),
    RangeError,
    'Expected source to be one of "official", "npm" but found "ftp"',
  );
});
