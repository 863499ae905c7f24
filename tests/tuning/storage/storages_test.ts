import { MemoryStorage, SqliteStorage } from "two-layer-net/tuning";
import { testStorage } from "../storage_conformance.ts";

const dir = Deno.makeTempDirSync();
globalThis.addEventListener("unload", () => Deno.removeSync(dir, { recursive: true }));

let databases = 0;
const latestPath = () => `${dir}/studies-${databases}.db`;

testStorage({ name: "MemoryStorage", open: () => new MemoryStorage() });

testStorage({
  name: "SqliteStorage",
  open: () => {
    databases++;
    return new SqliteStorage(latestPath());
  },
  reopen: () => new SqliteStorage(latestPath()),
});
