import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Ajv } from "ajv";
import type { TopLevelSpec } from "vega-lite";
import { loadVega } from "../../lib/plotting/drawing/vega.ts";
import { EXAMPLES } from "./examples.ts";

/** The schema that the package of Vega-Lite brings along. */
async function readSchema(): Promise<object> {
  await import("vega-lite/package.json", { with: { type: "json" } });
  const path = new URL(import.meta.resolve("vega-lite/build/vega-lite-schema.json"));
  return JSON.parse(await Deno.readTextFile(path));
}

/** How many marks each kind of group holds, from the SVG that Vega writes. */
function countMarks(svg: string): Map<string, number> {
  const counts = new Map<string, number>();
  const groups = svg.matchAll(/<g class="(mark-\w+) role-mark[^"]*"[^>]*[^/]>(.*?)<\/g>/gs);
  for (const [, kind, content] of groups) {
    const number = content.matchAll(/<(path|text|line)\b/g).toArray().length;
    counts.set(kind, (counts.get(kind) ?? 0) + number);
  }
  return counts;
}

Deno.test("every chart's spec fits Vega-Lite's schema", async () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const validate = ajv.compile(await readSchema());
  for (const [name, { chart }] of Object.entries(EXAMPLES)) {
    assert(validate(chart.spec), `${name}: ${JSON.stringify(validate.errors?.[0])}`);
  }
  assert(!validate({ ...EXAMPLES.historyChart.chart.spec, layer: 3 }));
});

for (const [name, { chart, texts, marks }] of Object.entries(EXAMPLES)) {
  Deno.test(`${name} compiles and runs without a warning`, async () => {
    const { vega, vegaLite } = await loadVega();
    const complaints: unknown[] = [];
    const complain = (_: string, __: string, input: readonly unknown[]) =>
      complaints.push(...input);
    const logger = vega.logger(vega.Warn, undefined, complain);
    const spec = structuredClone(chart.spec) as unknown as TopLevelSpec;
    const compiled = vegaLite.compile(spec, { logger }).spec;
    const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
    await view.runAsync();
    view.finalize();
    // Dragging ends wherever the pointer is let go, and here is no window to listen to.
    const noWindow = "Can not resolve event source: window";
    assertEquals(complaints.filter((complaint) => complaint !== noWindow), []);
  });

  Deno.test(`${name} draws its texts and marks, no wider than a notebook`, async () => {
    const svg = await chart.toSvg();
    for (const text of texts) assertStringIncludes(svg, `>${text}</text>`);
    const counts = countMarks(svg);
    for (const [kind, number] of Object.entries(marks)) {
      assertEquals(counts.get(kind), number, kind);
    }
    const width = Number(svg.match(/<svg [^>]*width="([\d.]+)"/)?.[1]);
    assert(width >= 300 && width <= 720, `${width} px`);
  });
}

Deno.test({
  name: "making a chart, as against drawing it, needs no permission",
  permissions: "none",
  fn: async () => {
    const { historyChart } = await import("two-layer-net/plotting");
    assertEquals(historyChart([3, 2, 1]).summary, "Loss history: 3 values, 3 → 1 (min 1, max 3)");
  },
});
