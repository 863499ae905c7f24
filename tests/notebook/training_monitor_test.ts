import { assertEquals } from "@std/assert";
import { trainingMonitor } from "two-layer-net/notebook";
import { printed } from "./printed.ts";

Deno.test("a training monitor ends with the figures and the curve of what was trained", async () => {
  const lines = await printed(async () => {
    const monitor = trainingMonitor(4, { interval: 60_000 });
    monitor.onStep({ iteration: 0, loss: 2.302585 });
    monitor.onEpoch({ iteration: 0, loss: 2.302585, valAccuracy: 0.125 });
    monitor.onStep({ iteration: 1, loss: 2.25 });
    await monitor.finish();
  });
  assertEquals(lines.at(0), "training: 0 %, 0 of 4 iterations");
  assertEquals(lines.slice(-2), [
    "training: 50 %, 2 of 4 iterations, loss 2.25, validation accuracy 0.125",
    "Loss while training: 2 values, 2.303 → 2.25 (min 2.25, max 2.303)",
  ]);
});

Deno.test("a training monitor that saw no step says so", async () => {
  const lines = await printed(() => trainingMonitor(4, { label: "net 7" }).finish());
  assertEquals(lines.at(0), "net 7: 0 %, 0 of 4 iterations");
  assertEquals(lines.at(-1), "no iterations");
});
