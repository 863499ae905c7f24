import { assert, assertEquals } from "@std/assert";
import {
  barChart,
  confusionMatrix,
  heatmap,
  historyChart,
  htmlReport,
  imageGrid,
  lineChart,
  linkedSlices,
  optimizationHistory,
  parallelCoordinates,
  parameterImportances,
  slicePlots,
  spreadChart,
} from "two-layer-net/plotting";
import { notebookPage } from "../../lib/jupyter/html/page.ts";
import type { Notebook, Output } from "../../lib/jupyter/runner/nbformat.ts";
import { table } from "two-layer-net/notebook";
import { domOf, hasChromium } from "./chromium.ts";
import { HOSTILE_TEXTS } from "./hostile_texts.ts";

const at = (i: number): string => HOSTILE_TEXTS[i % HOSTILE_TEXTS.length];

/** A chart of every kind, with hostile text wherever a chart takes a text. */
function hostilePictures(next: () => string) {
  const rows = [{ a: next(), b: next(), c: 1 }, { a: next(), b: next(), c: 2 }];
  const frame = { title: next(), subtitle: next() };
  const axes = { xTitle: next(), yTitle: next() };
  const fields = { dimensions: ["a", "b"], value: "c", valueTitle: next() } as const;
  const pair = [next(), next()];
  return [
    historyChart([2, 1], { ...frame, ...axes }),
    lineChart({ [next()]: [1, NaN], [next()]: [2, 3] }, { ...frame, ...axes }),
    heatmap(rows, {
      x: "a",
      y: "b",
      value: "c",
      facet: "a",
      ...frame,
      ...axes,
      facetTitle: next(),
    }),
    confusionMatrix([[1, 0], [0, 1]], { classNames: pair, ...frame }),
    barChart(pair.map((label) => ({ label, value: 1, error: 1 })), {
      ...frame,
      valueTitle: next(),
      errorTitle: next(),
    }),
    spreadChart(pair.map((name) => ({ name, values: [1, 2] })), { ...frame, valueTitle: next() }),
    parameterImportances({ [next()]: 0.5, [next()]: 0.5 }),
    parallelCoordinates(rows, { ...fields, ...frame }),
    slicePlots(rows, { ...fields, ...frame }),
    linkedSlices(rows.map((row, number) => ({ ...row, number, values: [1, 2] })), {
      ...fields,
      ...frame,
      xTitle: next(),
    }),
    optimizationHistory([{ number: 0, value: 1 }], { ...frame, valueTitle: next() }),
    imageGrid([new Uint8Array(3072)], { captions: [next()], title: next() }),
  ];
}

function report(interactive: boolean): Promise<string> {
  // Seven is prime to a hundred: the texts come round, each time in other places.
  let taken = 0;
  const next = () => at(7 * taken++);
  return htmlReport({
    title: at(7),
    interactive,
    sections: HOSTILE_TEXTS.map((text, i) => ({
      heading: text,
      text,
      table: { columns: [text], rows: [[text]] },
      pictures: i % 10 === 0 ? hostilePictures(next) : [],
    })),
  });
}

function hostileNotebook(): Promise<string> {
  const cells = HOSTILE_TEXTS.flatMap((text, i): Notebook["cells"] => {
    const data = { ...table([{ [text]: text }], { caption: text }).toMimeBundle() };
    const outputs: Output[] = [
      { output_type: "stream", name: "stdout", text },
      { output_type: "error", ename: text, evalue: text, traceback: i % 2 ? [] : [text] },
      { output_type: "display_data", data, metadata: {} },
      { output_type: "display_data", data: { "text/html": text }, metadata: {} },
      { output_type: "display_data", data: { "text/markdown": text }, metadata: {} },
      { output_type: "display_data", data: { [text]: text }, metadata: {} },
      {
        output_type: "display_data",
        data: { "image/png": text, "text/plain": text },
        metadata: { "image/png": { width: text, height: text } },
      },
    ];
    const common = { id: `c${i}`, metadata: {}, source: text };
    return [
      { cell_type: "markdown", ...common, attachments: { [text]: { "image/png": text } } },
      { cell_type: "markdown", ...common, source: `# ${text}\n\n![${text}](${text})\n\n$${text}$` },
      { cell_type: "raw", ...common },
      { cell_type: "raw", ...common, metadata: { format: "text/html" } },
      { cell_type: "code", ...common, outputs, execution_count: 1 },
    ];
  });
  return notebookPage({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, at(3));
}

const POLICY = /<meta http-equiv="Content-Security-Policy"[^>]*>\n/;

const PAGES: Readonly<Record<string, () => Promise<string>>> = {
  "a report": () => report(false),
  "an interactive report": () => report(true),
  "a notebook's page": hostileNotebook,
};

for (const [name, make] of Object.entries(PAGES)) {
  Deno.test({
    name:
      `${name} runs none of a hundred hostile texts in Chromium, nor would it without its policy`,
    ignore: !hasChromium,
    fn: async () => {
      const html = await make();
      assert(/base-uri 'none'; form-action 'none'/.test(html.match(POLICY)![0]));
      for (const page of [html, html.replace(POLICY, "")]) {
        const dom = await domOf(page);
        assert(dom.includes("</body>"), "Chromium answered");
        assert(!/<html[^>]*data-owned/.test(dom), "a text ran");
        assertEquals(dom.match(/<section/g)?.length, html.match(/<section/g)?.length);
      }
      if (name.includes("interactive")) {
        const drawn = (await domOf(html)).match(/<svg[^>]*class="marks"/g)?.length;
        assertEquals(drawn, html.match(/<svg /g)?.length, "the policy lets Vega draw");
      }
    },
  });
}

Deno.test({
  name: "Chromium does run such a text where nothing guards against it",
  ignore: !hasChromium,
  fn: async () => {
    const dom = await domOf(`<!DOCTYPE html><title>x</title>${HOSTILE_TEXTS[0]}`);
    assert(/<html[^>]*data-owned/.test(dom));
  },
});
