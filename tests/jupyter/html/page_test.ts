import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { notebookPage } from "../../../lib/jupyter/html/page.ts";
import { historyChart } from "../../../lib/plotting/mod.ts";
import type { PagePlace } from "../../../lib/jupyter/html/references.ts";
import { type Notebook, type Output, parseNotebook } from "../../../lib/jupyter/runner/nbformat.ts";
import { domOf, hasChromium } from "../../plotting/chromium.ts";
import { codeCell, notebook, shown, stdout } from "../../notebook/notebooks.ts";

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

const PNG = "iVBORw0KGgo=";

function textPage(
  cell: Partial<Extract<Notebook["cells"][number], { cell_type: "markdown" | "raw" }>>,
  place?: PagePlace,
): Promise<string> {
  const text = { cell_type: "markdown", id: "text", metadata: {}, source: "", ...cell } as const;
  return notebookPage({ ...notebook(), cells: [text] }, "name", place);
}

Deno.test("a phone gets a chart that is laid out for it, where the chart is wider", async () => {
  const sources = async (width: number) => {
    const chart = await historyChart([1, 2], { width }).toMimeBundle();
    const html = await page("", "1;", [display({ ...chart })]);
    const narrow =
      /<source media="\(max-width: [^"]*" srcset="data:image\/svg\+xml;base64,([^"]*)">/
        .exec(html)?.[1];
    return narrow && new TextDecoder().decode(Uint8Array.fromBase64(narrow));
  };
  assertStringIncludes(await sources(600) ?? "", 'width="420"');
  assertEquals(await sources(400), undefined);
});

Deno.test("no line parts a formula from its punctuation", async () => {
  const html = await page("So ($a$), and $b$. And $c$ alone.");
  assertEquals(html.match(/class="joined"/g)?.length, 2);
  assertMatch(
    html,
    /<span class="joined">\(<span class="katex"><math.*?<\/math><\/span>\),<\/span>/,
  );
});

Deno.test("raw cells stand on the page, by their format", async () => {
  const raw = (source: string, format?: string) =>
    textPage({ cell_type: "raw", source, metadata: format === undefined ? {} : { format } });
  assertStringIncludes(await raw("a <b>"), '<pre class="raw">a &lt;b&gt;</pre>');
  assertStringIncludes(await raw("<b>x</b>", "text/html"), "<b>x</b>");
  assertStringIncludes(await raw("**x**", "text/markdown"), "<strong>x</strong>");
});

Deno.test("attachments and images beside the notebook are on the page itself", async () => {
  const attachments = { "a b.png": { "image/png": `${PNG}\n` } };
  const attached = await textPage({ source: "![A](attachment:a%20b.png)", attachments });
  assertStringIncludes(attached, `src="data:image/png;base64,${PNG}"`);
  const folder = await Deno.makeTempDir();
  await Deno.writeFile(`${folder}/dot.png`, Uint8Array.fromBase64(PNG));
  const place = { notebook: `${folder}/a.ipynb`, page: `${folder}/a.html`, pages: new Map() };
  const source = "![dot](dot.png) <img src='dot.png?x' alt='B'> ![gone](gone.png) ![text](a.ipynb)";
  const beside = await textPage({ source }, place);
  assertEquals(beside.split(`src="data:image/png;base64,${PNG}"`).length, 3);
  assertStringIncludes(beside, '<img alt="gone" />');
  assertEquals(beside.match(/src="(?!data:)/g), null);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("links lead to the pages of what is exported together, and on from where the page is", async () => {
  const pages = new Map([["nb/a.ipynb", "out/a.html"], ["nb/b c.ipynb", "out/b c.html"]]);
  const place = { notebook: "nb/a.ipynb", page: "out/a.html", pages };
  const cases = {
    "b%20c.ipynb#Loss": "b%20c.html#Loss",
    "other.ipynb": "../nb/other.ipynb",
    "../README.md": "../README.md",
    "https://example.org/b.ipynb": "https://example.org/b.ipynb",
    "#here": "#here",
  };
  for (const [target, expected] of Object.entries(cases)) {
    assertStringIncludes(await textPage({ source: `[x](${target})` }, place), `href="${expected}"`);
  }
});

Deno.test("the terminal's colour codes are left out", async () => {
  const red = "\x1b[31mred\x1b[0m";
  const error: Output = { output_type: "error", ename: "E", evalue: "e", traceback: [red] };
  const html = await page("", "1;", [stdout(red), shown(red), error]);
  assertEquals(html.split(">red</pre>").length, 4);
});

Deno.test("HTML from outside cannot break out of its place, run, send, or lead away", async () => {
  const hostile =
    '</section></body><style>*{display:none}</style><script>x()</script><b onclick="x()">' +
    '<meta http-equiv="refresh" content="0;url=https://example.org"><base href="https://example.org">' +
    '<form action="https://example.org"><button>send</button></form><iframe src="x"></iframe>' +
    '<a href="javascript:x()">link</a><!-- <textarea><plaintext>';
  for (
    const html of [await page(hostile), await page("", "1;", [display({ "text/html": hostile })])]
  ) {
    const body = html.slice(html.indexOf("<body>"));
    assertEquals(
      body.match(
        /<(style|script|meta|base|form|iframe|textarea|plaintext|!--)|onclick|javascript:/g,
      ),
      null,
    );
    assertEquals(body.split("</section>").length, 1 + body.split("<section").length - 1);
  }
});

Deno.test("the page refers to nothing outside itself", async () => {
  const html = await page("text $x^2$", "1;", [display({ "image/png": "iVBO" })]);
  assertEquals(html.match(/(?:src|href)="(?!data:)|@import|url\(/g), null);
  assertStringIncludes(html, "default-src 'none'");
});

Deno.test("a chart that Python saved, with 1e-05 for 0.00001, is drawn", async () => {
  const chart = await historyChart([1e-5, 2e-5]).toMimeBundle();
  const saved = JSON.stringify(notebook("1;")).replace(
    '"outputs":[]',
    `"outputs":[${JSON.stringify(display(chart)).replaceAll("0.00001", "1e-05")}]`,
  );
  assertStringIncludes(saved, "1e-05");
  assertStringIncludes(
    await notebookPage(parseNotebook(saved, "saved"), "saved"),
    'src="data:image/svg+xml;base64,',
  );
});

Deno.test("nothing is wider than a phone but what scrolls by itself", {
  ignore: !hasChromium,
}, async () => {
  const long = Array.from({ length: 40 }, (_, i) => `x_{${i}}`).join(" + ");
  const code = "params.W1.subtract(grads.W1.multiply(learningRate)).add(momentum)";
  const table = display({ "text/html": `<table><tr><td>${"wide".repeat(100)}</td></tr></table>` });
  const wide = await page(
    `$$${long}$$\n\n- a list with \`${code}\`\n\n\`\`\`ts\n${code.repeat(3)}\n\`\`\``,
    code.repeat(3),
    [table, stdout("word".repeat(200))],
  );
  const frame = wide.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const dom = await domOf(
    `<iframe width="390" height="800" srcdoc="${frame}"></iframe><script>
    onload = () => {
      const { documentElement } = document.querySelector("iframe").contentDocument;
      document.title = [documentElement.clientWidth, documentElement.scrollWidth].join();
    };</script>`,
  );
  const [, client, scroll] = dom.match(/<title>(\d+),(\d+)<\/title>/)!;
  assert(Number(client) > 350);
  assertEquals(scroll, client);
});
