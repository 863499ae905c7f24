import { assertEquals } from "@std/assert";
import { ByteReader } from "../../../lib/jupyter/kernel/byte_reader.ts";
import { Channels, newConnection } from "../../../lib/jupyter/kernel/channels.ts";
import { encodeFrame, encodeMessage, readFrame } from "../../../lib/jupyter/kernel/zmtp.ts";

/** A kernel's socket: shakes hands with whoever connects, sends `bytes`, and ends if it is to. */
function socket(port: number, bytes: Uint8Array, end = false): Disposable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const accepted = listener.accept().then(async (connection) => {
    const reader = new ByteReader(connection);
    await connection.write(await reader.read(64)); // the greeting is the same either way
    await readFrame(reader);
    await connection.write(encodeFrame({ more: false, command: true, body: new Uint8Array(0) }));
    await connection.write(bytes);
    if (end) connection.close();
    return connection;
  });
  return {
    [Symbol.dispose]() {
      listener.close();
      if (!end) void accepted.then((connection) => connection.close());
    },
  };
}

Deno.test("a reader that dies says why", async () => {
  const unsigned = ["<IDS|MSG>", "wrong", "{}", "{}", "{}", "{}"]
    .map((part) => new TextEncoder().encode(part));
  const cases: [bytes: Uint8Array, reason: string][] = [
    [new TextEncoder().encode("yyyy"), "A frame has the flags 121"],
    [encodeMessage(unsigned), "a message has a wrong signature"],
    [new Uint8Array(0), "The connection was closed"],
  ];
  for (const [bytes, reason] of cases) {
    const info = newConnection();
    using _shell = socket(info.shell_port, new Uint8Array(0));
    using _control = socket(info.control_port, new Uint8Array(0));
    using _iopub = socket(info.iopub_port, bytes, bytes.length === 0);
    const channels = await Channels.connect(info);
    assertEquals(await channels.lost, reason);
    channels.close();
  }
});
