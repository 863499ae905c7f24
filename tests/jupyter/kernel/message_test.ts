import { assertEquals } from "@std/assert";
import { MessageCodec } from "../../../lib/jupyter/kernel/message.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const PARTS = [
  '{"msg_id":"1","msg_type":"status"}',
  '{"msg_id":"7"}',
  "{}",
  '{"execution_state":"idle"}',
];

// Python: h = hmac.new(b"key", digestmod=hashlib.sha256); for part in PARTS: h.update(part)
const SIGNATURE = "2769ed5060b458365090331659fcdc3b88a71965d77a8899d7970d55cd804e68";

const message = (signature: string, parts: string[]): Uint8Array[] =>
  ["stream.topic", "<IDS|MSG>", signature, ...parts].map(encode);

Deno.test("a message signed by another implementation is read", () => {
  assertEquals(new MessageCodec("key").decode(message(SIGNATURE, PARTS)), {
    type: "status",
    parentId: "7",
    content: { execution_state: "idle" },
  });
});

Deno.test("what is not signed with the key is refused", () => {
  const [header, parent, metadata] = PARTS;
  const tampered = [header, parent, metadata, '{"execution_state":"busy"}'];
  assertEquals(new MessageCodec("key").decode(message(SIGNATURE, tampered)), undefined);
  assertEquals(new MessageCodec("other").decode(message(SIGNATURE, PARTS)), undefined);
  assertEquals(new MessageCodec("key").decode(message(SIGNATURE, PARTS.slice(1))), undefined);
  assertEquals(new MessageCodec("key").decode(PARTS.map(encode)), undefined);
});

Deno.test("a request carries its id and reads back", () => {
  const codec = new MessageCodec("key");
  const { id, parts } = codec.encode("execute_request", { code: "1 + 1; // ä" });
  assertEquals(JSON.parse(new TextDecoder().decode(parts[2])).msg_id, id);
  assertEquals(codec.decode(parts)?.content, { code: "1 + 1; // ä" });
});
