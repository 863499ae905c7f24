/** Servers that send what they should not. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { download } from "../../lib/datasets/download.ts";
import { officialSource } from "../../lib/datasets/official_source.ts";
import { SourceError } from "../../lib/datasets/source.ts";
import { listDir, withTempDir } from "../internal/testing.ts";
import { BATCHES, FILES, makeArchive, TEST_LIMITS, withArchiveServer } from "./synthetic.ts";

const BYTES = 100_000;

/** Zeros without an end; counts what is taken. */
function endless(taken: { bytes: number }): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller): void {
      taken.bytes += 65536;
      controller.enqueue(new Uint8Array(65536));
    },
  });
}

/** 50 MB of zeros, as 50 kB. */
async function bomb(): Promise<ArrayBuffer> {
  let left = 50;
  const zeros = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller): void {
      if (left-- === 0) controller.close();
      else controller.enqueue(new Uint8Array(1_000_000));
    },
  });
  return await new Response(zeros.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}

async function withServer(
  answer: (request: Request, number: number) => Response | Promise<Response>,
  action: (url: string) => Promise<void>,
): Promise<void> {
  let requests = 0;
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  const server = Deno.serve(options, (request) => answer(request, requests++));
  try {
    await action(`http://127.0.0.1:${server.addr.port}/a.tar.gz`);
  } finally {
    await server.shutdown();
  }
}

const BOMB = await bomb();
const taken = { bytes: 0 };

const HOSTILE: [
  string,
  (request: Request, number: number) => Response | Promise<Response>,
  RegExp,
][] = [
  ["a body without an end", () => new Response(endless(taken)), /sends more where 100000 bytes/],
  [
    "a length beyond the archive's",
    () => new Response(new Uint8Array(BYTES + 1)),
    /offers 100001 where 100000 bytes are expected/,
  ],
  [
    "redirects in a circle",
    (request) => Response.redirect(request.url, 302),
    /cannot be reached: .*redirect/i,
  ],
  [
    "redirects without an end",
    (request, number) => Response.redirect(`${new URL(request.url).origin}/${number}`, 302),
    /cannot be reached: .*redirect/i,
  ],
  [
    "a redirect to a file",
    () => new Response(null, { status: 302, headers: { location: "file:///etc/passwd" } }),
    /cannot be reached: /,
  ],
];

for (const [name, answer, message] of HOSTILE) {
  Deno.test(`download() gives up on ${name}, and keeps nothing`, () =>
    withTempDir((dir) =>
      withServer(answer, async (url) => {
        taken.bytes = 0;
        const attempt = () => download({ url, bytes: BYTES }, join(dir, "a.part"), {}, TEST_LIMITS);
        const { message: found } = await assertRejects(attempt, SourceError);
        assert(message.test(found), found);
        assert(taken.bytes < 10_000_000, `${taken.bytes} bytes were taken`);
        assertEquals(listDir(dir), []);
      })
    ));
}

Deno.test("download() does not unpack a bomb that is declared as an encoding", () =>
  withTempDir((dir) =>
    withServer(
      () => new Response(BOMB, { headers: { "content-encoding": "gzip" } }),
      async (url) => {
        await download({ url, bytes: BYTES }, join(dir, "a.part"), {}, TEST_LIMITS);
        assertEquals((await Deno.stat(join(dir, "a.part"))).size, BOMB.byteLength);
      },
    )
  ));

Deno.test("download() gives up on ranges that bring more than is left", () =>
  withTempDir((dir) =>
    withServer((request) => {
      const start = Number(request.headers.get("range")?.match(/\d+/)?.[0] ?? 0);
      const headers = { "content-range": `bytes ${start}-99999999/100000000` };
      return new Response(endless(taken), { status: 206, headers });
    }, async (url) => {
      const path = join(dir, "a.part");
      await Deno.writeFile(path, new Uint8Array(50_000));
      await assertRejects(
        () => download({ url, bytes: BYTES }, path, {}, TEST_LIMITS),
        SourceError,
        "sends more where 100000 bytes are expected",
      );
      assertEquals(listDir(dir), []);
    })
  ));

Deno.test("download() gives up on a server that gets one byte further at each start over", () =>
  withTempDir(async (dir) => {
    const growing = Array.from(
      { length: 4000 },
      (_, i) => ({ ignoresRange: true, breakAfter: i + 1 }),
    );
    await withArchiveServer(new Uint8Array(5000), growing, async ({ archive, ranges }) => {
      await assertRejects(
        () => download(archive, join(dir, "a.part"), {}, { ...TEST_LIMITS, retryMs: 0 }),
        SourceError,
        "has sent 4 times the 5000 bytes that are expected, and never all of them",
      );
      assert(ranges.length < 300, `${ranges.length} requests`);
    });
  }));

Deno.test("officialSource() stops unpacking a file that goes on behind its last record", () =>
  withTempDir(async (dir) => {
    const [first] = BATCHES;
    const longer = { ...first, records: new Uint8Array(first.records.length + 1) };
    await withArchiveServer(await makeArchive([longer]), [], async ({ archive }) => {
      await assertRejects(
        () => officialSource(archive, TEST_LIMITS).fetch(FILES, dir, {}),
        SourceError,
        "data_batch_1.bin is too long",
      );
      assertEquals(listDir(dir), ["synthetic.tar.gz"]);
    });
  }));
