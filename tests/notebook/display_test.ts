import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  comparison,
  display,
  type Figure,
  inNotebook,
  liveDisplay,
  markdown,
  percent,
  percentagePoints,
  print,
  progressBar,
  table,
} from "../../lib/notebook/mod.ts";
import { displayData } from "../../lib/notebook/mime.ts";
import { printed } from "./printed.ts";

Deno.test("outside a notebook things are shown as plain text", async () => {
  const chart = {
    toMimeBundle: () => Promise.resolve({ "image/png": "iVBO", "text/plain": "Loss, 10 points" }),
  };
  const lines = await printed(async () => {
    for (const value of ["text", markdown("*md*"), chart, { a: [1] }, undefined]) {
      await display(value);
    }
    await display({ toMimeBundle: () => ({ "image/png": "iVBO" }) });
    await print("loss", 2.3);
  });
  assertEquals(inNotebook, false);
  assertEquals(lines, [
    "text",
    "*md*",
    "Loss, 10 points",
    "{ a: [ 1 ] }",
    "undefined",
    "(image/png)",
    "loss 2.3",
  ]);
});

Deno.test("a value's own hints, bundle or kernel hook is what is shown, in this order", async () => {
  const kernelHook = { [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>hook</b>" }) };
  const bundle = { ...kernelHook, toMimeBundle: () => ({ "text/plain": "bundle" }) };
  const hints = { data: { "image/png": "iVBO" }, metadata: { "image/png": { width: 3 } } };
  const withHints = { ...bundle, toDisplayData: () => Promise.resolve(hints) };
  assertEquals(await displayData(kernelHook), {
    data: { "text/html": "<b>hook</b>" },
    metadata: {},
  });
  assertEquals(await displayData(bundle), { data: { "text/plain": "bundle" }, metadata: {} });
  assertEquals(await displayData(withHints), hints);
});

Deno.test("tables are aligned as text and escaped as HTML", () => {
  const rows = [{ name: "<W1>", n: 5, note: "a & b" }, { name: "b2", n: 1000, note: '"x"' }];
  const bundle = table(rows, { caption: "Sizes <1>" }).toMimeBundle();
  assertEquals(
    bundle["text/plain"],
    'Sizes <1>\nname     n  note\n----  ----  -----\n<W1>     5  a & b\nb2    1000  "x"',
  );
  const html = String(bundle["text/html"]);
  assertStringIncludes(html, "<caption>Sizes &lt;1&gt;</caption>");
  assertStringIncludes(html, '<td style="text-align: left; white-space: nowrap">&lt;W1&gt;</td>');
  assertStringIncludes(html, '<td style="text-align: right; white-space: nowrap">1000</td>');
  assertStringIncludes(html, "a &amp; b");
  const numbered = table(rows, {
    columns: [{ title: "#", value: (_, i) => i + 1 }, "n"],
  });
  assertEquals([numbered.titles, numbered.cells], [["#", "n"], [["1", "5"], ["2", "1000"]]]);
  assertEquals(table([]).toString(), "\n");
});

Deno.test("numbers with spreads and gaps are aligned on the right; only long texts are broken", () => {
  const long = "twelve, thirteen and fourteen";
  const rows = [{ accuracy: "47.2 ± 1.1 %", gain: "", note: long }, {
    accuracy: "4.5 ± 0.3 %",
    gain: "+7.5",
    note: "",
  }];
  const bundle = table(rows).toMimeBundle();
  assertEquals(
    String(bundle["text/plain"]).split("\n").slice(2),
    [`47.2 ± 1.1 %        ${long}`, " 4.5 ± 0.3 %  +7.5"],
  );
  assertStringIncludes(String(bundle["text/html"]), `<td style="text-align: left">${long}</td>`);
  const blank = table([{ nothing: "" }]).toMimeBundle();
  assertStringIncludes(String(blank["text/html"]), '<td style="text-align: left; ');
});

Deno.test("shares are told in per cent, and zero has no sign", () => {
  assertEquals(percent(-0.0001), "0.0 %");
  assertEquals(percent(0.5, 0), "50 %");
  assertEquals(percent(NaN), "NaN %");
  assertEquals(percent({ mean: 0.5, std: NaN }), "50.0 %");
  assertEquals(percent({ mean: 0.1234, std: 0.001 }, 2), "12.34 ± 0.10 %");
  assertEquals([1, 0, -0, -0.00001].map((x) => percentagePoints(x, 2)), [
    "+100.00",
    "0.00",
    "0.00",
    "0.00",
  ]);
});

Deno.test("figures are equal to the printed digits, in full, or within a tolerance", () => {
  const cases: [figure: Omit<Figure, "name">, ours: string, verdict: string][] = [
    [{ original: "0.287", ours: 0.28700000000000003 }, "0.287", "equal"],
    [{ original: "0.287", ours: 0.2876 }, "0.288", "different"],
    [{ original: "3.68e-08", ours: 3.6802e-8 }, "3.68e-08", "equal"],
    [{ original: "3.68e-08", ours: 3.69e-8 }, "3.69e-08", "different"],
    [{ original: 0.1 + 0.2, ours: 0.3 }, "0.3", "different"],
    [{ original: 1.3, ours: 1.3000000001, tolerance: 1e-9 }, "1.3000000001", "within 1e-9"],
    [{ original: 1.3, ours: 1.3, tolerance: 1e-9 }, "1.3", "equal"],
    [{ original: "1.300", ours: 1.3000000001, tolerance: 1e-12 }, "1.300", "equal"],
    [{ original: 1.3, ours: NaN, tolerance: 1e-9 }, "NaN", "different"],
    [{ original: "(49000, 3072)", ours: "(49000, 3072)" }, "(49000, 3072)", "equal"],
    [{ original: "200", ours: 200 }, "200", "equal"],
    [{ original: "200", ours: 200.4 }, "200.4", "different"],
    [{ original: "nan", ours: NaN }, "nan", "equal"],
    [{ original: "nan", ours: 5 }, "5", "different"],
  ];
  for (const [figure, ours, verdict] of cases) {
    const compared = comparison([{ name: "figure", ...figure }]);
    assertEquals(compared.table.cells, [["figure", String(figure.original), ours, verdict]]);
    assertEquals(compared.allEqual, verdict !== "different");
  }
});

Deno.test("a live display passes states over that come too fast, and never the last", async () => {
  let made = 0;
  const synchronous = await printed(async () => {
    const live = liveDisplay("first", { interval: 60_000 });
    for (let i = 0; i < 100; i++) live.update(() => `state ${++made}`);
    await live.finish();
  });
  assertEquals([synchronous, made], [["first", "state 1"], 1]);

  const timed = await printed(async () => {
    const live = liveDisplay("first", { interval: 10 });
    live.update("passed over");
    live.update("shown by the timer");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await live.finish("last");
  });
  assertEquals(timed, ["first", "shown by the timer", "last"]);
});

Deno.test("a live display whose states take their time draws them one after the other", async () => {
  const slow = (text: string): unknown => ({
    toMimeBundle: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { "text/plain": text };
    },
  });
  const lines = await printed(async () => {
    const live = liveDisplay(slow("first"), { interval: 0 });
    live.update(slow("passed over"));
    live.update(slow("next"));
    await live.finish(slow("last"));
  });
  assertEquals([lines[0], lines.at(-1)], ["first", "last"]);
  assertEquals(lines.includes("passed over"), false);
});

Deno.test("what cannot be drawn is reported when a live display finishes", async () => {
  const failures = [
    () => {
      throw new RangeError("too wide");
    },
    { toMimeBundle: () => Promise.reject(new RangeError("too wide")) },
  ];
  for (const failure of failures) {
    const lines = await printed(async () => {
      const live = liveDisplay("first", { interval: 0 });
      live.update(failure);
      await live.finish().catch((error) => console.log(String(error)));
    });
    assertEquals(lines.at(-1), "RangeError: too wide");
  }
});

Deno.test("a progress bar ends with what does not depend on the machine", async () => {
  const lines = await printed(async () => {
    const bar = progressBar(4, { label: "training", unit: "epochs", interval: 0 });
    bar.update(1, { loss: 2.302585 });
    await bar.finish();
  });
  assertEquals(lines[0], "training: 0 %, 0 of 4 epochs");
  assertMatch(lines[1], /^training: 25 %, 1 of 4 epochs, \S+ epochs\/s, \S+ s left, loss 2\.303$/);
  assertEquals(lines[2], "training: 25 %, 1 of 4 epochs, loss 2.303");
});
