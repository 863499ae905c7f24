import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { download } from "../../lib/datasets/download.ts";
import { SourceError } from "../../lib/datasets/source.ts";
import { listDir, withFullDisk, withTempDir } from "../internal/testing.ts";
import { type Behaviour, TEST_LIMITS, withArchiveServer } from "./synthetic.ts";

const BYTES = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);

interface Case {
  name: string;
  /** Bytes that an earlier download left. */
  kept?: number;
  behaviours?: Behaviour[];
  /** The Range header of each request. */
  ranges: (string | null)[];
}

const SUCCESSES: Case[] = [
  { name: "takes the whole file", ranges: [null] },
  {
    name: "goes on after a broken connection",
    behaviours: [{ breakAfter: 1000 }, { breakAfter: 2000 }],
    ranges: [null, "bytes=1000-", "bytes=3000-"],
  },
  {
    name: "goes on after a stall",
    behaviours: [{ stallAfter: 2000 }],
    ranges: [null, "bytes=2000-"],
  },
  {
    name: "goes on after a server error in between",
    behaviours: [{ breakAfter: 1000 }, { status: 503 }],
    ranges: [null, "bytes=1000-", "bytes=1000-"],
  },
  { name: "goes on where an earlier download was", kept: 3000, ranges: ["bytes=3000-"] },
  {
    name: "starts over at a server without ranges",
    kept: 3000,
    behaviours: [{ ignoresRange: true }],
    ranges: ["bytes=3000-"],
  },
  { name: "finds that all is there already", kept: 5000, ranges: ["bytes=5000-"] },
  { name: "starts over when there is too much", kept: 6000, ranges: [null] },
];

async function keep(path: string, { kept = 0 }: Case): Promise<void> {
  if (kept === 0) return;
  const bytes = new Uint8Array(kept);
  bytes.set(BYTES.subarray(0, kept));
  await Deno.writeFile(path, bytes);
}

for (const testCase of SUCCESSES) {
  Deno.test(`download() ${testCase.name}`, () =>
    withTempDir((dir) =>
      withArchiveServer(BYTES, testCase.behaviours ?? [], async ({ archive, ranges }) => {
        const path = join(dir, "a.part");
        await keep(path, testCase);
        await download(archive, path, {}, TEST_LIMITS);
        assertEquals(await Deno.readFile(path), BYTES);
        assertEquals(ranges, testCase.ranges);
      })
    ));
}

const FAILURES: (Case & { message: string; left: number })[] = [
  {
    name: "gives up soon on a host that does not answer",
    behaviours: [{ isSilent: true }],
    ranges: [null],
    message: "did not answer within 1 s",
    left: 0,
  },
  {
    name: "keeps what it has when the host is silent",
    kept: 3000,
    behaviours: [{ isSilent: true }],
    ranges: ["bytes=3000-"],
    message: "did not answer within 1 s",
    left: 3000,
  },
  {
    name: "keeps what it has when the file is gone",
    kept: 3000,
    behaviours: [{ status: 404 }],
    ranges: ["bytes=3000-"],
    message: "answered 404 Not Found",
    left: 3000,
  },
  {
    name: "gives up on a connection that breaks without progress",
    behaviours: [{ breakAfter: 1000 }, ...Array(9).fill({ breakAfter: 0 })],
    ranges: [null, "bytes=1000-", "bytes=1000-", "bytes=1000-"],
    message: "broke off",
    left: 1000,
  },
  {
    name: "gives up on a server without ranges that never gets further",
    behaviours: Array(9).fill({ ignoresRange: true, breakAfter: 2000 }),
    ranges: [null, "bytes=2000-", "bytes=2000-", "bytes=2000-"],
    message: "broke off",
    left: 2000,
  },
];

for (const { message, left, ...testCase } of FAILURES) {
  Deno.test(`download() ${testCase.name}`, () =>
    withTempDir((dir) =>
      withArchiveServer(BYTES, testCase.behaviours ?? [], async ({ archive, ranges }) => {
        const path = join(dir, "a.part");
        await keep(path, testCase);
        const attempt = () => download(archive, path, {}, TEST_LIMITS);
        const error = await assertRejects(attempt, SourceError, message);
        assert(error.message.startsWith(new URL(archive.url).host), error.message);
        assertEquals(ranges, testCase.ranges);
        const size = listDir(dir).includes("a.part") ? (await Deno.stat(path)).size : 0;
        assertEquals(size, left);
      })
    ));
}

Deno.test("download() names a host where nobody listens", () =>
  withTempDir(async (dir) => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    await assertRejects(
      () =>
        download(
          { url: `http://127.0.0.1:${port}/a`, bytes: 5000 },
          join(dir, "a.part"),
          {},
          TEST_LIMITS,
        ),
      SourceError,
      `127.0.0.1:${port} cannot be reached: Connection refused`,
    );
    assertEquals(listDir(dir), []);
  }));

Deno.test("download() stops on a signal and keeps what has come", () =>
  withTempDir((dir) =>
    withArchiveServer(BYTES, [{ stallAfter: 2000 }], async ({ archive, ranges }) => {
      const path = join(dir, "a.part");
      const controller = new AbortController();
      const stop = () => controller.abort(new TypeError("stop"));
      const context = { signal: controller.signal, onProgress: stop };
      await assertRejects(
        () => download(archive, path, context, TEST_LIMITS),
        TypeError,
        "stop",
      );
      assert((await Deno.stat(path)).size > 0);
      await download(archive, path, {}, TEST_LIMITS);
      assertEquals(await Deno.readFile(path), BYTES);
      assertEquals(ranges.length, 2);
    })
  ));

Deno.test("download() reports progress towards the size that is expected", () =>
  withTempDir((dir) =>
    withArchiveServer(BYTES, [], async ({ archive }) => {
      const path = join(dir, "a.part");
      await keep(path, { name: "", kept: 3000, ranges: [] });
      const readings: string[] = [];
      const onProgress = (
        { label, done, total }: { label: string; done: number; total?: number },
      ) => readings.push(`${label} ${done}/${total}`);
      await download(archive, path, { onProgress }, TEST_LIMITS);
      assertEquals(readings.at(-1), "synthetic.tar.gz 5000/5000");
    })
  ));

Deno.test("download() names the path on a full disk, keeps what fitted and can go on", () =>
  withTempDir((dir) =>
    withArchiveServer(BYTES, [], async ({ archive }) => {
      const path = join(dir, "a.part");
      await assertRejects(
        () => withFullDisk(2500, () => download(archive, path, {}, TEST_LIMITS)),
        Error,
        `Cannot write ${path}: the disk is full`,
      );
      assertEquals((await Deno.stat(path)).size, 2500);
      await download(archive, path, {}, TEST_LIMITS);
      assertEquals(await Deno.readFile(path), BYTES);
    })
  ));
