import { assert, assertEquals } from "@std/assert";
import { createBackend } from "two-layer-net";
import type { Message, Report } from "../../lib/playground/messages.ts";
import { STANDARD } from "../../lib/playground/settings.ts";
import { Trainer } from "../../lib/playground/trainer.ts";
import { noisyImages } from "./images.ts";

const SETTINGS = { ...STANDARD, hiddenSize: 4, batchSize: 10, numIters: 30 };

/** A trainer, and the reports of it as they come. */
async function trainer() {
  const backend = await createBackend("reference", { dtype: "float32" });
  const reports: Report[] = [], failures: string[] = [];
  let wake = () => {};
  const one = new Trainer(noisyImages(40, 10, 0), backend, (message: Message) => {
    if (message.type === "report") reports.push(message);
    if (message.type === "failed") failures.push(message.message);
    wake();
  });
  const until = async (isThere: () => boolean) => {
    while (!isThere()) await new Promise<void>((resolve) => wake = resolve);
  };
  return { one, reports, failures, until };
}

Deno.test("a run reports its untrained net, each pause, and its end, with every loss once", async () => {
  const { one, reports, until } = await trainer();
  await one.handle({ type: "start", run: 1, settings: SETTINGS });
  assertEquals(reports.map(({ step, state }) => [step, state]), [[0, "paused"]]);
  await one.handle({ type: "allow", steps: 3 });
  await until(() => reports.at(-1)!.step === 3 && reports.at(-1)!.state === "paused");
  await one.handle({ type: "allow", steps: Infinity });
  await until(() => reports.at(-1)!.state === "finished");
  assertEquals(reports.at(-1)!.step, 30);
  assertEquals(reports.flatMap(({ losses }) => losses).length, 30);
  const digests = reports.filter(({ state }) => state !== "running").map(({ digest }) => digest);
  assertEquals([digests.length, new Set(digests).size, digests[0]?.length], [3, 3, 64]);
});

Deno.test("another run takes the place of one that goes on, which reports no more", async () => {
  const { one, reports, until } = await trainer();
  await one.handle({ type: "start", run: 1, settings: { ...SETTINGS, numIters: 1_000_000 } });
  await one.handle({ type: "allow", steps: Infinity });
  await until(() => reports.at(-1)!.step > 0);
  await one.handle({ type: "start", run: 2, settings: SETTINGS });
  const first = reports.findIndex(({ run }) => run === 2);
  await one.handle({ type: "allow", steps: Infinity });
  await until(() => reports.at(-1)!.state === "finished");
  assert(reports.slice(first).every(({ run }) => run === 2));
  assertEquals(reports.slice(first).flatMap(({ losses }) => losses).length, 30);
});

Deno.test("while a report has not been drawn no other one is sent", async () => {
  const { one, reports, until } = await trainer();
  await one.handle({ type: "start", run: 1, settings: { ...SETTINGS, numIters: 1_000_000 } });
  await one.handle({ type: "allow", steps: Infinity });
  await until(() => reports.at(-1)!.state === "running");
  const sent = reports.length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  assertEquals(reports.length, sent);
  await one.handle({ type: "drawn" });
  await until(() => reports.length > sent);
  await one.handle({ type: "allow", steps: 0 });
  await until(() => reports.at(-1)!.state === "paused");
});

Deno.test("what cannot be trained is told, and the next run goes well", async () => {
  const { one, reports, failures } = await trainer();
  await one.handle({ type: "start", run: 1, settings: { ...SETTINGS, batchSize: 0 } });
  assert(failures[0].includes("batchSize"));
  await one.handle({ type: "start", run: 2, settings: SETTINGS });
  assertEquals(reports.at(-1)!.run, 2);
});
