import { JournalStorage, MemoryStorage, SqliteStorage } from "two-layer-net/tuning";
import { hasRedis, TestRedis } from "../queue/redis.ts";
import { testStorage } from "../storage_conformance.ts";

const dir = Deno.makeTempDirSync();
globalThis.addEventListener("unload", () => Deno.removeSync(dir, { recursive: true }));

let files = 0;
const latestPath = () => `${dir}/studies-${files}`;

testStorage({ name: "MemoryStorage", open: () => new MemoryStorage() });

for (const Persistent of [SqliteStorage, JournalStorage]) {
  testStorage({
    name: Persistent.name,
    open: () => {
      files++;
      return new Persistent(latestPath());
    },
    reopen: () => new Persistent(latestPath()),
  });
}

let redis: TestRedis | undefined, databases = 0;
const latestUrl = () => `${redis!.url}/${databases}`;

Deno.test.beforeAll(async () => {
  if (hasRedis) redis = await TestRedis.start("--databases", "100");
});

Deno.test.afterAll(() => redis?.[Symbol.asyncDispose]());

testStorage({
  name: "JournalStorage in Redis",
  ignore: !hasRedis,
  open: () => {
    databases++;
    return new JournalStorage(latestUrl());
  },
  reopen: () => new JournalStorage(latestUrl()),
});
