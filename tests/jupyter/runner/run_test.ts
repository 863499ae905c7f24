import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { codeCells, formatNotebook, type Output } from "../../../lib/jupyter/runner/nbformat.ts";
import { runNotebook, type RunOptions, type RunResult } from "../../../lib/jupyter/runner/run.ts";
import { describeFailure } from "../../../lib/jupyter/runner/report.ts";
import { notebook, shown, stdout } from "../../notebook/notebooks.ts";

const run = (sources: string[], options: Partial<RunOptions> = {}): Promise<RunResult> =>
  runNotebook(notebook(...sources), { cwd: "tests", timeout: 20, ...options });

const outputs = (result: RunResult): Output[][] =>
  codeCells(result.notebook).map(({ cell }) => cell.outputs);

Deno.test("a notebook that prints, displays and updates; twice the same", async () => {
  const sources = [
    'import { display, liveDisplay, table } from "two-layer-net/notebook";',
    'console.log("a", { b: 1 }); console.error("c");',
    "",
    'await display("d"); await display(table([{ x: "<1>" }]));',
    'const live = liveDisplay("first"); await live.finish("second");',
    'await live.finish("third");',
    'console.log(Deno.cwd().split("/").at(-1), Deno.env.get("COLOUR"));',
    '`${"y".repeat(1e6)}z`.split("z").length; console.log(`${"y".repeat(1e6)}z`);',
  ];
  const result = await run(sources, { env: { COLOUR: "blue" } });
  assertEquals(result.failures, []);
  const [imports, streams, displays, live, update, environment, megabyte] = outputs(result);
  assertEquals(imports, []);
  const stderr = { output_type: "stream", name: "stderr", text: "c\n" } as const;
  assertEquals(streams, [stdout("a { b: 1 }\n"), stderr]);
  assertEquals(displays[0], shown("d"));
  assert(displays[1].output_type === "display_data");
  assertMatch(String(displays[1].data["text/html"]), /<td.*>&lt;1&gt;<\/td>/);
  assertEquals([live, update], [[shown("third")], []]);
  assertEquals(environment, [stdout("tests blue\n")]);
  assertEquals(megabyte, [stdout(`${"y".repeat(1e6)}z\n`)]);

  const { cells, metadata } = result.notebook;
  assertEquals(cells.map(({ id }) => id), sources.map((_, i) => `cell-${i}`));
  const counts = cells.map((cell) => cell.cell_type === "code" ? cell.execution_count : undefined);
  assertEquals(counts, [1, 2, null, 3, 4, 5, 6, 7]);
  assertEquals((metadata.language_info as { name: string }).name, "typescript");

  const second = await runNotebook(result.notebook, { cwd: "tests", env: { COLOUR: "blue" } });
  assertEquals(formatNotebook(second.notebook), formatNotebook(result.notebook));
});

Deno.test("a cell that fails ends the run and is described", async () => {
  const cases: [name: string, source: string, options: Partial<RunOptions>, report: RegExp][] = [
    [
      "throws",
      'const layer = 3;\nthrow new TypeError("no such layer");',
      {},
      /^a.ipynb, cell 2 failed:\n {2}1 \| const layer = 3;\n {2}2 \| throw new .*\nTypeError: no such layer\n {4}at <anonymous>:2:7$/,
    ],
    ["syntax error", "const x = ;", {}, /Execution failed\. .*deno task check:notebooks/],
    [
      "hangs",
      "await new Promise(() => {});",
      { timeout: 0.3 },
      /ran out of time:\n.*\nTimeoutError: The cell ran longer than 0.3 s$/,
    ],
    ["loops", "for (;;);", { timeout: 0.3 }, /TimeoutError/],
    [
      "exits",
      "Deno.exit(3);",
      {},
      /cell 2 ended the kernel:\n.*\nDeadKernelError: The kernel exited with code 3$/,
    ],
    [
      "is waited for in vain",
      'await new Promise((r) => setTimeout(() => { throw new RangeError("late"); r(); }, 5));',
      {},
      /cell 2 did not end after an error that nothing caught:\n.*\nRangeError: late\n/,
    ],
    [
      "rejects a promise that nothing awaits",
      'Promise.reject(new TypeError("lost")); await new Promise((r) => setTimeout(r, 20));',
      {},
      /cell 2 failed:\n.*\nTypeError: lost\n/,
    ],
    ["is killed", 'Deno.kill(Deno.pid, "SIGKILL");', {}, /The kernel was ended by SIGKILL$/],
    [
      "displays what cannot be drawn",
      '({ [Symbol.for("Jupyter.display")]() { throw new RangeError("too wide"); } })',
      {},
      /too wide/,
    ],
  ];
  for (const [name, source, options, report] of cases) {
    const result = await run(["1;", source, 'console.log("not reached")'], options);
    assertEquals(result.failures.length, 1, name);
    assertMatch(describeFailure("a.ipynb", result.failures[0]), report, name);
    assertEquals(outputs(result)[1].at(-1), result.failures[0].error, name);
    assertEquals(outputs(result)[2], [], name);
  }
});

Deno.test("what a cell wrote before it ended the kernel is kept", async () => {
  const wait = "await new Promise((r) => setTimeout(r, 50));";
  const result = await run([`console.log("last words"); ${wait} Deno.exit(1);`]);
  assertEquals(outputs(result)[0][0], stdout("last words\n"));
});

Deno.test("errors can be allowed, a dead kernel cannot", async () => {
  const result = await run(['throw new Error("one")', "let y = 1;", "Deno.exit(0)", "y"], {
    allowErrors: true,
  });
  assertEquals(result.failures.map(({ number, status }) => [number, status]), [
    [1, "error"],
    [3, "dead"],
  ]);
});

Deno.test("a signal ends the run", async () => {
  const stop = new AbortController();
  const running = run(["1;", "await new Promise(() => {})"], {
    signal: stop.signal,
    onCell: ({ number }, total) => {
      assertEquals(total, 2);
      if (number === 2) setTimeout(() => stop.abort(new Error("enough")), 50);
    },
  });
  await assertRejects(() => running, Error, "enough");
  await assertRejects(() => run(["1"], { signal: AbortSignal.abort() }), DOMException);
});

Deno.test("a tagged cell may throw, another is skipped and keeps its outputs", async () => {
  const book = notebook('throw new Error("no")', "Deno.exit(1)", 'console.log("after")');
  book.cells[0].metadata.tags = ["raises-exception"];
  const skipped = {
    ...book.cells[1],
    metadata: { tags: ["skip-execution"] },
    outputs: [stdout("kept")],
  };
  book.cells[1] = skipped as typeof book.cells[1];
  book.metadata = { kernelspec: { name: "mine", language: "typescript", display_name: "Mine" } };
  const result = await runNotebook(book, { cwd: "tests", timeout: 20 });
  assertEquals(result.failures, []);
  assertEquals(result.notebook.cells[1], skipped);
  assertEquals(result.notebook.metadata.kernelspec, book.metadata.kernelspec);
  assertEquals(outputs(result)[0].map(({ output_type }) => output_type), ["error"]);
  assertEquals(outputs(result)[1], [stdout("after\n")]);
});

Deno.test("a display that the kernel might garble is refused by its size", async () => {
  const show = (size: number) =>
    `import { display } from "two-layer-net/notebook"; await display("y".repeat(${size}));`;
  assertEquals((await run([show(3e6)])).failures, []);
  const { failures: [failure] } = await run([show(5e6)]);
  assertMatch(failure.error.evalue, /^Expected a display of at most 4 MB but found one of 5.0 MB/);
});
