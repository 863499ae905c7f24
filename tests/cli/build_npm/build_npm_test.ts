/** The package for npm, as it is packed, as TypeScript sees it, and in every runtime at hand. */

import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import ts from "typescript";
import * as lib from "../../../lib/mod.ts";
import { loadOf } from "../../../lib/cli/build_npm/make_package.ts";
import { hasChromium } from "../../plotting/chromium.ts";
import { hasRedis, TestRedis } from "../../tuning/queue/redis.ts";
import { figuresInChromium } from "./page.ts";
import { figures } from "./program.js";
import { has, run, sharedProject } from "./project.ts";

/** Section 5 of the assignment, as its notebook printed it. */
const TOY_LOSS = 0.017149607938732093;

/** What a page loads at first of the net, compressed, in bytes: a tenth more than when this was written. The kernels that it runs, 12 kB, come later. */
const BROWSER_BUDGET = 58_000;

interface Figures {
  readonly found: Record<string, { toy: number | null; run: number[] }>;
  readonly errors: string[];
  readonly best: string;
  readonly error?: string;
}

const expected = await figures(lib, [1, 2]) as Figures;

/** The figures of another runtime: the assignment's, and Deno's but for its exponential's last digit. */
function checkFigures({ error, found, errors, best }: Figures, names: readonly string[]): void {
  assertEquals(error, undefined);
  assertEquals(Object.keys(found).sort(), [...names].sort());
  for (const [name, { toy, run }] of Object.entries(found)) {
    const tolerance = name.includes("float64") ? 1e-12 : 1e-6;
    if (toy !== null) assertAlmostEquals(toy, TOY_LOSS, 1e-12);
    assertEquals(run.length, expected.found[name].run.length);
    run.forEach((value, i) => assertAlmostEquals(value, expected.found[name].run[i], tolerance));
  }
  assertEquals(best, "wasm");
  assertStringIncludes(errors[0], "No jit backend: it calls native code, which takes Deno; here");
  assertStringIncludes(errors[1], "No native backend: it calls native code, which takes Deno");
  assertEquals(errors[2], "TypeError: Expected path to be a string but found 1");
  assert(/Expected pixels to be a Uint8Array but found \[ 1, 2, 3, 4, \.\.\./.test(errors[3]));
}

Deno.test("the figures of the program are the assignment's here", () => {
  assertAlmostEquals(expected.found["reference float64 1"].toy!, TOY_LOSS, 1e-15);
  assertAlmostEquals(expected.found["wasm float64 2"].toy!, TOY_LOSS, 1e-12);
});

Deno.test("the net alone takes no package, and pages little", async () => {
  const { made: { dist, browser } } = await sharedProject();
  for (const name of ["index.js", "training.js", "search.js", "tuning.js", "assignment.js"]) {
    assertEquals(loadOf(name, dist).packages, [], name);
  }
  for (const name of browser.files.keys()) assertEquals(loadOf(name, browser).packages, [], name);
  const { compressed } = loadOf("index.js", browser);
  assert(compressed < BROWSER_BUDGET, `${compressed} bytes`);
});

Deno.test("whatever package.json names is there, and no folder of the builder's", async () => {
  const { made: { files }, packed } = await sharedProject();
  const { exports } = JSON.parse(files.get("package.json") as string);
  assertEquals(Object.keys(exports).length, 10);
  for (const path of Object.values(exports).flatMap((conditions) => Object.values(conditions!))) {
    assert(files.has((path as string).slice(2)), path as string);
  }
  const root = new URL("../../../", import.meta.url).pathname;
  for (const [path, contents] of files) {
    const text = typeof contents === "string" ? contents : new TextDecoder().decode(contents);
    assert(!text.includes(root), `${path} names ${root}`);
  }
  if (packed) assertEquals(packed.sort(), [...files.keys()].sort());
});

for (const moduleResolution of ["NodeNext", "Bundler"] as const) {
  Deno.test(`a program has its types checked, modules resolved as ${moduleResolution} does`, async () => {
    const { folder } = await sharedProject();
    const isBundler = moduleResolution === "Bundler";
    const program = ts.createProgram([join(folder, "consumer.ts")], {
      strict: true,
      noEmit: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: isBundler ? ts.ModuleKind.ESNext : ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind[moduleResolution],
    });
    const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) =>
      `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`
    );
    assertEquals(problems, []);
  });
}

for (
  const [runtime, major] of [["node22", 22], ["node24", 24], ["node", 22], ["bun", 1]] as const
) {
  const ignore = !await has(runtime, major);

  Deno.test({
    name: `${runtime}: nets, files, studies, workers`,
    ignore,
    async fn() {
      const { folder } = await sharedProject();
      await using redis = hasRedis ? await TestRedis.start() : null;
      const program = [runtime, "node_program.js", ...redis ? [redis.url] : []];
      const { code, stdout, stderr } = await run(program, folder);
      assertEquals(code, 0, stderr);
      const { figures, ...rest } = JSON.parse(stdout);
      checkFigures(figures, Object.keys(expected.found));
      const { search, ...parts } = rest;
      assertEquals(parts, {
        files: {
          same: true,
          named: true,
          missing: null,
          logs: 1,
          left: [],
          cifar10: "DatasetError",
        },
        study: [4, 10],
        journal: redis ? [4, 10] : null,
        settings: [4, true],
      });
      assertEquals(search.map(([state]: [string]) => state), Array(4).fill("COMPLETE"));
    },
  });

  Deno.test({
    name: `${runtime}: charts, and the net on TensorFlow.js`,
    ignore,
    async fn() {
      const { folder } = await sharedProject();
      const { code, stdout, stderr } = await run([runtime, "charts_program.js"], folder);
      assertEquals(code, 0, stderr);
      const { losses, ...drawn } = JSON.parse(stdout);
      for (const loss of losses) assertAlmostEquals(loss, TOY_LOSS, 1e-6); // float32
      assertEquals(drawn, {
        svg: true,
        pngs: [true, true],
        types: ["application/vnd.vegalite.v5+json", "image/png", "text/plain"],
      });
    },
  });
}

Deno.test({
  name: "Chromium: nets on two threads, in an isolated page",
  ignore: !hasChromium,
  async fn() {
    const { made } = await sharedProject();
    const options = { isolated: true, threads: [1, 2] };
    checkFigures(await figuresInChromium(made, options) as Figures, Object.keys(expected.found));
  },
});

Deno.test({
  name: "Chromium: nets on one thread, in a page that is not isolated",
  ignore: !hasChromium,
  async fn() {
    const { made } = await sharedProject();
    const options = { isolated: false, threads: [1] };
    const names = Object.keys(expected.found).filter((name) => name.endsWith(" 1"));
    checkFigures(await figuresInChromium(made, options) as Figures, names);
    const { error } = await figuresInChromium(made, { isolated: false, threads: [2] }) as Figures;
    assertStringIncludes(error!, "Expected threads to be 1 but found 2: more take the page to be");
  },
});
