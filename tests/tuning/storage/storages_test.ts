import { JournalStorage, MemoryStorage, SqliteStorage } from "two-layer-net/tuning";
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
