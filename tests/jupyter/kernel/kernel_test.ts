import { assert, assertEquals, assertRejects } from "@std/assert";
import { Kernel } from "../../../lib/jupyter/kernel/kernel.ts";
import { OutputCollector } from "../../../lib/jupyter/runner/outputs.ts";
import type { Output } from "../../../lib/jupyter/runner/nbformat.ts";

const IMPORT = 'import { interruptible, progressBar } from "two-layer-net/notebook";';

/** Executes a cell; presses Stop as soon as it has printed something, if asked to. */
async function execute(
  kernel: Kernel,
  code: string,
  { stop = false }: { stop?: boolean } = {},
): Promise<{ status: string; outputs: Output[]; printed: string }> {
  const collector = new OutputCollector();
  const outputs = collector.startCell();
  const { status } = await kernel.execute(code, {
    timeout: 20_000,
    onOutput: (message) => {
      collector.handle(message);
      if (stop && message.content.name === "stdout") kernel.interrupt();
    },
  });
  const printed = outputs.map((output) => output.output_type === "stream" ? output.text : "");
  return { status, outputs, printed: printed.join("") };
}

async function withKernel(body: (kernel: Kernel) => Promise<void>): Promise<void> {
  const kernel = await Kernel.start({ cwd: ".", env: { NO_COLOR: "1" } });
  try {
    await body(kernel);
  } finally {
    await kernel.shutdown();
  }
}

Deno.test("all output of a cell has come, in order, when its execution ends", async () => {
  await withKernel(async (kernel) => {
    const expected = Array.from({ length: 50 }, (_, i) => `${i}\n`).join("");
    for (let cell = 0; cell < 30; cell++) {
      const { printed } = await execute(kernel, "for (let i = 0; i < 50; i++) console.log(i)");
      assertEquals(printed, expected);
    }
  });
});

Deno.test("Stop ends interruptible cells and leaves the kernel and its variables", async () => {
  await withKernel(async (kernel) => {
    await execute(
      kernel,
      `${IMPORT} let steps = 0; const tick = (ms) => new Promise((r) => setTimeout(r, ms));`,
    );

    const awaiting = `const result = await interruptible(async (signal) => {
      console.log("started");
      while (!signal.aborted) { steps++; await tick(1); }
      return "stopped early";
    });`;
    assertEquals((await execute(kernel, awaiting, { stop: true })).status, "ok");
    const { printed } = await execute(kernel, "console.log(result, steps > 0);");
    assertEquals(printed, "stopped early true\n");

    const throwing = `await interruptible(async (signal) => {
      console.log("started");
      while (true) { signal.throwIfAborted(); await tick(1); }
    });`;
    const thrown = await execute(kernel, throwing, { stop: true });
    assertEquals(thrown.status, "error");
    const [error] = thrown.outputs.filter((output) => output.output_type === "error");
    assertEquals([error.ename, error.evalue], ["AbortError", "Stopped"]);

    const deaf = `await interruptible(() => {
      console.log("started");
      return new Promise(() => {});
    }, { grace: 50 });`;
    assertEquals((await execute(kernel, deaf, { stop: true })).status, "error");

    const stray = await execute(kernel, 'console.log("busy"); await tick(300);', { stop: true });
    assert(stray.printed.includes("restart the kernel"), stray.printed);
    assertEquals((await execute(kernel, "console.log(result)")).printed, "stopped early\n");
  });
});

Deno.test("Stop ends a loop that never awaits", async () => {
  await withKernel(async (kernel) => {
    // Two seconds give the worker that listens the time to start.
    await execute(kernel, `${IMPORT} await new Promise((r) => setTimeout(r, 2000));`);
    const loop = `const bar = progressBar(1e12);
    await interruptible((signal) => {
      console.log("started");
      let i = 0;
      while (!signal.aborted) bar.update(++i);
    });
    await bar.finish();`;
    const { status, outputs } = await execute(kernel, loop, { stop: true });
    assertEquals(status, "ok");
    const [bar] = outputs.filter((output) => output.output_type === "display_data");
    const text = String(bar.data["text/plain"]);
    assert(/^progress: 0 %, [1-9][\d,]* of 1,000,000,000,000 steps$/.test(text), text);
    const { printed } = await execute(kernel, 'console.log("next cell")');
    assertEquals(printed, "next cell\n", "a Stop that polling saw is not reported as stray");
  });
});

Deno.test("without a listener Stop ends the kernel, which is noticed", async () => {
  await withKernel(async (kernel) => {
    const code = 'console.log("started"); await new Promise(() => {});';
    const { status, printed } = await execute(kernel, code, { stop: true });
    assertEquals([status, printed], ["dead", "started\n"]);
    assertEquals((await execute(kernel, "1")).status, "dead");
  });
});

Deno.test("a kernel that cannot start says so", async () => {
  await assertRejects(
    () => Kernel.start({ cwd: ".", startTimeout: 1 }),
    Error,
    "The kernel did not start: no answer within 0.001 s",
  );
  await assertRejects(() => Kernel.start({ cwd: "no/such/folder" }), Deno.errors.NotFound);
});
