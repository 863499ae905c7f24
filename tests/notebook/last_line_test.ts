import { assert, assertEquals, assertMatch } from "@std/assert";
import { ImageSet, Matrix, RandomState, TwoLayerNet } from "two-layer-net";
import { createStudy } from "two-layer-net/tuning";
import { comparison, display, markdown, print, table } from "two-layer-net/notebook";
import { printed } from "./printed.ts";

/** What Deno's kernel shows of a cell's last value. */
function shownByKernel(value: unknown): unknown {
  const hook = (value as Record<symbol, unknown>)[Symbol.for("Jupyter.display")];
  assert(typeof hook === "function", `${value} has no hook`);
  return hook.call(value);
}

Deno.test("things as a cell's last line show what they are, not their insides", async () => {
  const study = createStudy({ name: "s" });
  await study.optimize((trial) => trial.suggestInt("n", 3, 3), { numTrials: 2 });
  const rng = new RandomState(0);
  const cases: [unknown, RegExp][] = [
    [table([{ a: 1 }]), /^a\n-\n1$/],
    [comparison([{ name: "x", original: "1", ours: 1 }]), /^ +original/],
    [markdown("*x*"), /^\*x\*$/],
    [Matrix.from([[1, 2]]), /^Matrix 1 × 2, float64\n\[\[1. 2.\]\]$/],
    [Matrix.zeros(300, 9), /^Matrix 300 × 9, float64 \(first 5 rows, 6 columns\)\n(.*\n){4}.*$/],
    [Matrix.zeros(0, 9), /^Matrix 0 × 9, float64/],
    [
      new ImageSet({
        pixels: new Uint8Array(6144),
        labels: Uint8Array.of(3, 5),
        height: 32,
        width: 32,
      }),
      /^ImageSet of 2 images, 32 × 32 × 3 bytes each \(2 × 3072 as a matrix\); labels 3, 5$/,
    ],
    [
      new TwoLayerNet({ inputSize: 4, hiddenSize: 5, numClasses: 3, rng }),
      /^TwoLayerNet 4 → 5 → 3 .*float64, on the reference backend$/,
    ],
    [study, /^Study "s", minimize: 2 COMPLETE\nBest: 3 in trial 0, \{ n: 3 \}$/],
    [createStudy({ name: "t" }), /^Study "t", minimize: no trials$/],
  ];
  for (const [value, expected] of cases) {
    const bundle = await shownByKernel(value) as Record<string, string>;
    assertMatch(bundle["text/plain"], expected);
  }
});

Deno.test("display without await shows the thing once and no promise", async () => {
  const lines = await printed(async () => {
    assertEquals(await shownByKernel(display("thing")), {});
    assertEquals(await shownByKernel(print("line")), {});
  });
  assertEquals(lines, ["thing", "line"]);
});
