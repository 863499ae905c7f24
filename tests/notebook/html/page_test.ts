import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { notebookPage } from "../../../lib/notebook/html/page.ts";
import { historyChart } from "../../../lib/plotting/mod.ts";
import type { Notebook, Output } from "../../../lib/notebook/runner/nbformat.ts";
import { codeCell, notebook, shown, stdout } from "../notebooks.ts";

const HOSTILE = '<script>alert("&")</script>';
const ESCAPED = "&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;";

function page(markdown: string, source = "1;", outputs: Output[] = []): Promise<string> {
  const text = { cell_type: "markdown", id: "text", metadata: {}, source: markdown } as const;
  const content: Notebook = { ...notebook(), cells: [text, codeCell(source, outputs)] };
  return notebookPage(content, "name <1>");
}

const display = (data: Record<string, unknown>, metadata = {}): Output => ({
  output_type: "display_data",
  data,
  metadata,
});

Deno.test("text in outputs, code and title is escaped", async () => {
  const error: Output = { output_type: "error", ename: "E", evalue: HOSTILE, traceback: [] };
  const fromOutputs = await page("", "1;", [stdout(HOSTILE), shown(HOSTILE), error]);
  assertEquals(fromOutputs.split(ESCAPED).length, 4);
  assertStringIncludes(fromOutputs, "<title>name &lt;1&gt;</title>");
  assertStringIncludes(await page(`# ${HOSTILE}`), `<title>${ESCAPED}</title>`);
  for (
    const html of [fromOutputs, await page("", HOSTILE), await page(`\`\`\`sh\n${HOSTILE}\n\`\`\``)]
  ) {
    assert(!html.includes("<script>"), html);
  }
});

Deno.test("formulas become MathML, code is coloured", async () => {
  const html = await page(
    "# Loss\n\nThe loss $L_i$:\n\n$$L = \\frac{1}{N} \\sum_i L_i$$\n",
    "const x = 1;",
  );
  assertStringIncludes(html, "<title>Loss</title>");
  assertStringIncludes(html, "<msub><mi>L</mi><mi>i</mi></msub>");
  assertStringIncludes(html, '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">');
  assertStringIncludes(html, '<span class="hljs-keyword">const</span> x = ');
});

Deno.test("of several forms the best is drawn", async () => {
  const forms: [data: Record<string, unknown>, html: string][] = [
    [{ "text/html": "<table></table>", "text/plain": "t" }, "<table></table>"],
    [{ "image/svg+xml": "<svg>", "image/png": "iVBO" }, "data:image/svg+xml;base64,PHN2Zz4="],
    [
      { "image/png": "iVBO\n", "text/plain": "<grid>" },
      '<img alt="&lt;grid&gt;" width="3" height="2" src="data:image/png;base64,iVBO">',
    ],
    [{ "text/markdown": "**x**" }, "<p><strong>x</strong></p>"],
    [{ "application/pdf": "JVBE" }, '<pre class="text">(application/pdf)</pre>'],
  ];
  for (const [data, html] of forms) {
    const metadata = { "image/png": { width: 3, height: 2 } };
    assertStringIncludes(await page("", "1;", [display(data, metadata)]), html);
  }
});

Deno.test("a chart is drawn as SVG, as often as it stands there", async () => {
  const chart = historyChart([2.3, 2.2, 1.9]);
  const output = display({ ...await chart.toMimeBundle() });
  const html = await page("", "1;", [output, output]);
  const drawings = [
    ...html.matchAll(/<img alt="([^"]*)" src="data:image\/svg\+xml;base64,(.*?)">/g),
  ];
  assertEquals(drawings.map(([, alt]) => alt), [chart.summary, chart.summary]);
  const svg = new TextDecoder().decode(Uint8Array.fromBase64(drawings[1][2]));
  assertStringIncludes(svg, "<svg");
  assertStringIncludes(svg, "Iteration");
});

Deno.test("the page refers to nothing outside itself", async () => {
  const html = await page("text $x^2$", "1;", [display({ "image/png": "iVBO" })]);
  assertEquals(html.match(/(?:src|href)="(?!data:)|@import|url\(/g), null);
  assertStringIncludes(html, "default-src 'none'");
});
