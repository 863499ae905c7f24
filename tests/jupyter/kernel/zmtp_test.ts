import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { ByteReader, type ByteSource } from "../../../lib/jupyter/kernel/byte_reader.ts";
import {
  encodeFrame,
  encodeMessage,
  readFrame,
  readMessages,
} from "../../../lib/jupyter/kernel/zmtp.ts";

/** A connection that hands out `bytes` in pieces of the given sizes, over and over. */
function source(bytes: Uint8Array, pieces = [bytes.length]): ByteSource {
  let offset = 0;
  let turn = 0;
  return {
    read(buffer: Uint8Array): Promise<number | null> {
      if (offset === bytes.length) return Promise.resolve(null);
      const size = Math.min(pieces[turn++ % pieces.length], buffer.length, bytes.length - offset);
      buffer.set(bytes.subarray(offset, offset + size));
      offset += size;
      return Promise.resolve(size);
    },
  };
}

async function collect(messages: AsyncGenerator<Uint8Array[]>): Promise<number[][][]> {
  const all: number[][][] = [];
  try {
    for await (const message of messages) all.push(message.map((part) => [...part]));
  } catch (error) {
    if (!(error instanceof Deno.errors.UnexpectedEof)) throw error;
  }
  return all;
}

Deno.test("frames have the flags and lengths of the ZMTP 3.0 specification", () => {
  const body = Uint8Array.of(97, 98, 99);
  assertEquals([...encodeFrame({ more: false, command: false, body })], [0, 3, 97, 98, 99]);
  assertEquals([...encodeFrame({ more: true, command: false, body })], [1, 3, 97, 98, 99]);
  assertEquals([...encodeFrame({ more: false, command: true, body })], [4, 3, 97, 98, 99]);
  const header = (length: number): number[] => [
    ...encodeFrame({ more: false, command: false, body: new Uint8Array(length) }).subarray(0, 9),
  ];
  assertEquals(header(255).slice(0, 3), [0, 255, 0]);
  assertEquals(header(256), [2, 0, 0, 0, 0, 0, 0, 1, 0]);
  assertEquals(header(70000), [2, 0, 0, 0, 0, 0, 1, 0x11, 0x70]);
});

Deno.test("messages survive the wire in pieces of any size", async () => {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.integer({ min: 254, max: 140_000 }).map((length) => new Uint8Array(length).fill(7)),
  );
  const messages = fc.array(fc.array(part, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
  const pieces = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 5 })
    .map((sizes) => [...sizes, 50_000]);
  const property = fc.asyncProperty(messages, pieces, async (sent, sizes) => {
    const bytes = Uint8Array.from(sent.flatMap((message) => [...encodeMessage(message)]));
    const got = await collect(readMessages(source(bytes, sizes)));
    assertEquals(got, sent.map((message) => message.map((p) => [...p])));
  });
  await fc.assert(property, { numRuns: 30 });
});

Deno.test("commands between messages are passed over", async () => {
  const ping = encodeFrame({ more: false, command: true, body: Uint8Array.of(4, 80, 73, 78, 71) });
  const bytes = Uint8Array.of(...ping, ...encodeMessage([Uint8Array.of(1), Uint8Array.of(2)]));
  assertEquals(await collect(readMessages(source(bytes))), [[[1], [2]]]);
});

Deno.test("a connection that closes within a frame is an error", async () => {
  const bytes = encodeMessage([new Uint8Array(10)]).subarray(0, 6);
  await assertRejects(
    () => readFrame(new ByteReader(source(bytes))),
    Deno.errors.UnexpectedEof,
    "closed",
  );
});

Deno.test("bytes that are no frame are an error, and nothing is waited for", async () => {
  const cases: [bytes: number[], message: string][] = [
    [[121, 121, 121], "A frame has the flags 121"],
    [[2, 121, 121, 121, 121, 121, 121, 121, 121], "A frame says that it has 8"],
  ];
  for (const [bytes, message] of cases) {
    const reader = new ByteReader(source(Uint8Array.from(bytes)));
    await assertRejects(() => readFrame(reader), Error, message);
  }
});
