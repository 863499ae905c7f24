import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { convertIndexedToRgb, decode } from "fast-png";
import type { ResvgRenderOptions } from "@resvg/resvg-wasm";
import { Chart, historyChart, lineChart } from "two-layer-net/plotting";
import { loadRasterizer } from "../../lib/plotting/drawing/fonts.ts";

const chart = historyChart([2.302954, 2.30255, 2.297648, 2.259602]);

Deno.test("the MIME bundle holds Vega-Lite, a PNG at twice its size, and a line of text", async () => {
  const { data, metadata } = await chart.toDisplayData();
  assertEquals(Object.keys(data), ["application/vnd.vegalite.v5+json", "image/png", "text/plain"]);
  assertEquals(data["application/vnd.vegalite.v5+json"], chart.spec);
  assertEquals(data["text/plain"], chart.summary);
  const png = decode(Uint8Array.fromBase64(data["image/png"] as string));
  assertEquals(metadata["image/png"], { width: 600, height: 280, alt: chart.summary });
  assertEquals(chart.spec.description, chart.summary);
  assertEquals([png.width, png.height], [1200, 560]);
  assertEquals(await chart.toMimeBundle(), data);
});

Deno.test("Deno's kernel finds the bundle under Jupyter.display", async () => {
  const display = Symbol.for("Jupyter.display") as unknown as keyof Chart;
  const bundle = await (chart[display] as () => Promise<object>).call(chart);
  assertEquals(bundle, await chart.toMimeBundle());
});

Deno.test("drawing leaves the spec plain JSON, as a notebook stores it", async () => {
  await chart.toSvg();
  assertEquals(JSON.parse(JSON.stringify(chart.spec)), chart.spec);
});

Deno.test("the PNG is not blank, its texts are drawn, and no eye sees its palette", async () => {
  const drawn = convertIndexedToRgb(decode(await chart.toPng()));
  // A PNG has its fonts; what keeps texts to their room elsewhere would move some pixels.
  const svg = (await chart.toSvg()).replaceAll(/ textLength="[^"]+" lengthAdjust="[^"]+"/g, "");
  const { Resvg, font } = await loadRasterizer();
  const rgb = (options: ResvgRenderOptions): Uint8Array => {
    const { pixels } = new Resvg(svg, { ...options, fitTo: { mode: "zoom", value: 2 } }).render();
    return pixels.filter((_, i) => i % 4 < 3);
  };
  const [exact, withoutFont] = [rgb({ font }), rgb({})];
  const countDifferent = (other: Uint8Array, least: number): number =>
    drawn.filter((value, i) => Math.abs(value - other[i]) >= least).length;
  assertEquals(drawn.length, exact.length);
  assertEquals(countDifferent(exact, 16), 0);
  assert(withoutFont.filter((value) => value < 200).length > 1000, "lines and axes are there");
  assert(countDifferent(withoutFont, 64) > 3000, "the texts make a difference");
});

Deno.test("toPng takes a scale and refuses a bad one", async () => {
  const png = decode(await chart.toPng({ scale: 1 }));
  assertEquals([png.width, png.height], [600, 280]);
  const message = "Expected scale to be a finite number from 0.015625 to 64 but found 0";
  await assertRejects(() => chart.toPng({ scale: 0 }), RangeError, message);
});

Deno.test("a chart of one's own spec draws too", async () => {
  const own = new Chart({
    data: { values: [{ a: "x", b: 3 }] },
    mark: "bar",
    encoding: { x: { field: "a" }, y: { field: "b", type: "quantitative" } },
  }, "one bar");
  assertStringIncludes(await own.toSvg(), ">x</text>");
});

Deno.test("names that mean something in markup are only text", async () => {
  const svg = await lineChart({ "</text><script>": [1, 2], "a & b": [2, 1] }).toSvg();
  assertStringIncludes(svg, ">&lt;/text&gt;&lt;script&gt;</text>");
  assertStringIncludes(svg, ">a &amp; b</text>");
});

// Advance widths in the TTF's hmtx table, summed with fontTools 4:
//   cmap = f.getBestCmap(); sum(f["hmtx"][cmap[ord(c)]][0] for c in text) * 12 / 2048
Deno.test("texts are measured as they will be drawn", async () => {
  const { measure } = await loadRasterizer();
  const text = "Validation accuracy";
  // Measured is the ink, which ends up to 1 px before the advance.
  assertAlmostEquals(measure.width(text, 12), 104.056640625, 1);
  assertAlmostEquals(measure.width(text, 12, true), 112.716796875, 1);
  assertEquals(measure.width("", 12), 0);
});

Deno.test("in a drawing a text is as long as it was measured, in the weight that it has", async () => {
  const { measure } = await loadRasterizer();
  for (
    const [fontWeight, isBold] of [["normal", false], ["bold", true], [400, false], [600, true]]
  ) {
    const mark = { type: "text", text: "a & b", fontSize: 12, fontWeight };
    const svg = await new Chart({ data: { values: [{}] }, mark }, "a text").toSvg();
    const [, length] = svg.match(/ textLength="([^"]+)" [^>]*>a &amp; b<\/text>/)!;
    assertEquals(length, measure.width("a & b", 12, isBold as boolean).toFixed(2));
  }
});
