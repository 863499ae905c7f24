import { assert, assertEquals, assertRejects } from "@std/assert";
import { WorkerPool } from "two-layer-net/tuning";
import { type Conditions, makeStudy, MODULE, sharedFlags, testExecutor } from "./conformance.ts";

function makePool({ flags, ...conditions }: Partial<Conditions> = {}): WorkerPool {
  const data = { flags: flags ?? sharedFlags() };
  return new WorkerPool({
    module: MODULE,
    size: 1,
    maxRetries: 0,
    ...conditions,
    permissions: {},
    data,
  });
}

testExecutor("WorkerPool", async (_study, conditions, use) => {
  using pool = makePool(conditions);
  await use(pool);
});

Deno.test("WorkerPool that was disposed of ends the run, and no trial is to blame", async () => {
  const pool = makePool();
  const study = makeStudy(["value", "value", "value"]);
  const callbacks = [() => pool[Symbol.dispose]()];
  await assertRejects(
    () => study.optimize(pool, { totalTrials: 3, callbacks }),
    Error,
    "This pool was disposed of. Keep it open",
  );
  assertEquals(study.trials.map(({ state }) => state), ["COMPLETE", "WAITING", "WAITING"]);
});

Deno.test("WorkerPool that is dropped takes its workers along", {
  ignore: Deno.build.os !== "linux", // Elsewhere nothing tells the number of threads.
}, async () => {
  const child = new URL("./workers/dropped_pools.ts", import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["run", "--allow-all", "--v8-flags=--expose-gc", "--config=deno.json", child],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const grown = Number(new TextDecoder().decode(stdout));
  assert(grown <= 2, `${grown} threads more`);
});
