import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { historyChart, htmlReport, lineChart, visualizeGrid } from "two-layer-net/plotting";

const weights = { rows: 12, cols: 1, data: Float64Array.from({ length: 12 }, (_, i) => i) };
const sections = [
  {
    heading: "Losses <1>",
    text: '"quoted" & </p><script>alert(1)</script>',
    pictures: [historyChart([3, 2, NaN]), lineChart({ "</script><b>": [1, 2], b: [2, 1] })],
  },
  {
    heading: "Weights",
    pictures: [visualizeGrid(weights, { imageWidth: 2, imageHeight: 2 })],
    table: { columns: ["hs", "<lr>"], rows: [[40, 1e-4], ["a&b", "x"]] },
  },
];

Deno.test("the page holds charts, images and tables, every text escaped", async () => {
  const page = await htmlReport({ title: "A <study>", sections });
  assertStringIncludes(page, "<title>A &lt;study&gt;</title>");
  assertStringIncludes(page, "<h2>Losses &lt;1&gt;</h2>");
  assertStringIncludes(page, "<p>&quot;quoted&quot; &amp; &lt;/p&gt;&lt;script&gt;alert(1)");
  assertStringIncludes(page, '<img src="data:image/png;base64,');
  assertStringIncludes(page, '<tr><td class="number">40</td><td class="number">0.0001</td></tr>');
  assertStringIncludes(page, "<th>&lt;lr&gt;</th>");
  assertEquals(page.match(/<svg /g)?.length, 2);
  assert(!page.includes("<script"));
});

Deno.test("the page asks for nothing from outside", async () => {
  const page = await htmlReport({ title: "t", sections });
  assertEquals(page.match(/\b(src|href|url)\s*[=(]\s*["']?(?!data:|#|["'\s])[^>]{0,30}/g), null);
});

Deno.test("ids are used once, and references follow them", async () => {
  const page = await htmlReport({ title: "t", sections });
  const ids = page.matchAll(/ id="([^"]+)"/g).map(([, id]) => id).toArray();
  assert(ids.length > 0);
  assertEquals(new Set(ids).size, ids.length);
  for (const [, id] of page.matchAll(/url\(#([^)]+)\)/g)) assert(ids.includes(id), id);
});

Deno.test("an interactive page carries Vega and its specs, and no text ends a script", async () => {
  const page = await htmlReport({ title: "t", sections, interactive: true });
  const scripts = page.matchAll(/<script>(.*?)<\/script>/gs).map(([, source]) => source).toArray();
  assertEquals(scripts.length, 3);
  for (const source of scripts) new Function(source);
  assertStringIncludes(scripts[2], "\\x3C/script><b>");
  assert(page.length < 1_000_000, `${page.length} characters`);
});
