import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Chart, historyChart } from "two-layer-net/plotting";
import { renderSvg } from "../../lib/plotting/drawing/render.ts";
import { PAPER } from "../../lib/plotting/drawing/theme.ts";
import { readExamples } from "./examples.ts";

const CHARTS = (await readExamples()).flatMap(({ name, picture }) =>
  picture instanceof Chart ? [{ name, chart: picture }] : []
);

/** Colours of text in a drawing. */
const inks = (svg: string): Set<string | undefined> =>
  new Set(svg.matchAll(/<text[^>]*>/g).map(([tag]) => tag.match(/ fill="([^"]*)"/)?.[1]).toArray());

for (const { name, chart } of CHARTS) {
  Deno.test(`${name}: texts take the page's colour, but for those on the data's colours`, async () => {
    const svg = await renderSvg(chart.spec, "page");
    const own = new Set([undefined, "currentColor", "#222222", "white", "#D55E00", "transparent"]);
    assertEquals([...inks(svg).difference(own)], []);
    if (!/heatmap|confusion/.test(name)) assert(!inks(svg).has("#222222"));
    assert(!svg.includes('fill="white"') || /heatmap|confusion/.test(name), "no white ground");
    assert(svg.includes(`aria-label="${chart.summary.replaceAll('"', "&quot;")}"`));
    assertStringIncludes(svg, "max-width: 100%");
  });
}

Deno.test("as a file a chart is dark on white, whatever looks at it", async () => {
  for (const { chart } of CHARTS) {
    const svg = await chart.toSvg();
    assert(!svg.includes(PAPER));
    assert(/^<svg color="#222222" role="img"/.test(svg));
    assert(/<rect [^>]*fill="#FFFFFF"/i.test(svg));
  }
});

Deno.test("a PNG carries its chart's summary", async () => {
  const chart = historyChart([2, 1], { title: "Verlust → 損失" });
  const png = new TextDecoder().decode(await chart.toPng());
  assertStringIncludes(png, `iTXtDescription\0\0\0\0\0${chart.summary}`);
});
