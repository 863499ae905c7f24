/** Passes on what goes to a Redis and back, but for the answers to every third script: it hangs up then. */

const hostname = "127.0.0.1";

let scripts = 0;

addEventListener("message", async (event) => {
  const { data: port } = event as MessageEvent<number>;
  const listener = Deno.listen({ hostname, port: 0 });
  postMessage(listener.addr.port);
  for await (const client of listener) {
    const server = await Deno.connect({ hostname, port });
    void pass(client, server).catch(() => {}); // who hung up
  }
});

async function pass(client: Deno.Conn, server: Deno.Conn): Promise<void> {
  let forgets = false;
  const decoder = new TextDecoder();
  const there = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(bytes, controller) {
      if (/\r\neval\r\n/i.test(decoder.decode(bytes))) forgets = ++scripts % 3 === 0;
      controller.enqueue(bytes);
    },
  });
  const back = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(bytes, controller) {
      if (forgets) controller.error(new Error("forgotten"));
      else controller.enqueue(bytes);
    },
  });
  await Promise.race([
    client.readable.pipeThrough(there).pipeTo(server.writable),
    server.readable.pipeThrough(back).pipeTo(client.writable),
  ]);
}
