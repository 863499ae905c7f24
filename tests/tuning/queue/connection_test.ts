import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { checkRedis, RedisError } from "two-layer-net/queue";
import { freePort, hasRedis, TestRedis } from "./redis.ts";

const ignore = !hasRedis;

Deno.test("a Redis that cannot be reached is refused within five seconds", async () => {
  const url = `redis://:geheim@127.0.0.1:${freePort()}/0`;
  const error = await assertRejects(() => checkRedis(url), RedisError, "Cannot reach Redis at");
  assert(!error.message.includes("geheim"));
  await assertRejects(() => checkRedis("geheim"), RangeError, "Expected the URL of Redis to be");
  // One that accepts connections and says nothing.
  using mute = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted: Deno.Conn[] = [];
  const serving = (async () => {
    for await (const connection of mute) accepted.push(connection);
  })().catch(() => {});
  const start = performance.now();
  await assertRejects(
    () => checkRedis(`redis://127.0.0.1:${mute.addr.port}`),
    RedisError,
    "no answer",
  );
  assert(performance.now() - start < 20_000); // 4 s where nothing else runs
  for (const connection of accepted) connection.close();
  mute.close();
  await serving;
});

Deno.test({
  name: "a Redis that asks for a password, evicts or is too old is refused, and says so",
  ignore,
  async fn() {
    await using redis = await TestRedis.start();
    const place = `Redis at redis://127.0.0.1:${redis.port}`;
    const refusal = async (url: string) => {
      const error = await assertRejects(() => checkRedis(url), RedisError);
      return error.message;
    };
    assertEquals(await refusal(`redis://127.0.0.1:${redis.port}`), `${place} asks for a password`);
    assertEquals(
      await refusal(`redis://:wrong@127.0.0.1:${redis.port}`),
      `${place} refuses the password`,
    );
    await using evicting = await TestRedis.start("--maxmemory-policy", "allkeys-lru");
    assertStringIncludes(await refusal(evicting.url), "set it to noeviction");
    await using old = await oldRedis();
    assertStringIncludes(await refusal(old.url), "expected version 6.2 or later but found 5.0.14");
  },
});

/** What speaks as a Redis of another time. */
function oldRedis(): Promise<{ url: string } & AsyncDisposable> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const info = "redis_version:5.0.14\r\nmaxmemory_policy:noeviction\r\n";
  const serve = async (connection: Deno.Conn) => {
    for await (const bytes of connection.readable) {
      const [, ...commands] = new TextDecoder().decode(bytes).split(/\*\d+\r\n/);
      const reply = commands.map((command) => {
        if (/hello/i.test(command)) return "-ERR unknown command 'HELLO'\r\n";
        return /\ninfo/i.test(command) ? `$${info.length}\r\n${info}\r\n` : "+OK\r\n";
      }).join("");
      await connection.write(new TextEncoder().encode(reply));
    }
  };
  const serving = (async () => {
    for await (const connection of listener) void serve(connection).catch(() => {});
  })().catch(() => {});
  return Promise.resolve({
    url: `redis://127.0.0.1:${listener.addr.port}`,
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving;
    },
  });
}
