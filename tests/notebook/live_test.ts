import { assertEquals, assertRejects } from "@std/assert";
import { liveResults, liveTraining, liveWork } from "two-layer-net/notebook";
import * as assignment from "two-layer-net/assignment";
import { printed } from "./printed.ts";

const slow = { interval: 60_000 };

Deno.test("a live training is what the training is, and ends with its curve", async () => {
  const { X, y } = assignment.toyData();
  const train = async (more = {}) => {
    const { net, rng } = assignment.toyModel();
    return await net.train(X, y, X, y, { ...assignment.TOY_TRAINING, ...more, rng });
  };
  const expected = await train();
  const lines = await printed(async () => {
    const history = await liveTraining(100, (live) => train(live), { label: "toy", ...slow });
    assertEquals(history.lossHistory, expected.lossHistory);
  });
  assertEquals(lines.at(-2)?.startsWith("toy: 100 %, 100 of 100 iterations, loss 0.01715"), true);
  assertEquals(
    lines.at(-1),
    "Loss while training: 100 values, 1.242 → 0.01715 (min 0.01373, max 1.242)",
  );
});

Deno.test("live results are counted and drawn, from generators of both kinds and from lists", async () => {
  async function* later() {
    for (const n of [1, 2]) yield await Promise.resolve(n);
  }
  for (const source of [later, () => [1, 2], () => [1, 2].values()]) {
    const lines = await printed(async () => {
      const draw = (results: readonly number[]) => `drawn: ${results}`;
      const options = { label: "sum", unit: "numbers", draw, ...slow };
      assertEquals(await liveResults<number>(4, source, options), [1, 2]);
    });
    assertEquals(lines.slice(-2), ["sum: 50 %, 2 of 4 numbers", "drawn: 1,2"]);
  }
});

Deno.test("what `done` says is how far live results are, but no more than all", async () => {
  const lines = await printed(async () => {
    const done = (results: readonly number[]) => results.reduce((sum, n) => sum + n, 0);
    await liveResults(10, () => [4, 5, 6], { done, ...slow });
  });
  assertEquals(lines.at(-1), "progress: 100 %, 10 of 10 results");
});

Deno.test("live results that were stopped are kept, other errors are thrown", async () => {
  function* failing(error: Error) {
    yield 1;
    throw error;
  }
  await printed(async () => {
    const stop = () => failing(new DOMException("Stopped", "AbortError"));
    assertEquals(await liveResults(2, stop, { draw: String, ...slow }), [1]);
    await assertRejects(
      () => liveResults(2, () => failing(new RangeError("no"))),
      RangeError,
      "no",
    );
  });
});

Deno.test("a source that makes no results is refused", async () => {
  await printed(async () => {
    const message =
      "Expected source(signal) to be results one by one, as of a generator, but found 5";
    await assertRejects(() => liveResults(2, (() => 5) as never), TypeError, message);
  });
});

Deno.test("live work says how far it is and how it ended", async () => {
  const lines = await printed(async () => {
    const work = liveWork("sum", ({ onProgress }) => {
      onProgress({ label: "adding", unit: "terms", done: 1, total: 2, elapsed: 3 });
      return 5;
    });
    assertEquals(await work, 5);
    const failing = () => {
      throw new RangeError("no");
    };
    await assertRejects(() => liveWork("product", failing), RangeError, "no");
  });
  assertEquals(lines, ["sum …", "sum: done", "product …", "product: stopped"]);
});
