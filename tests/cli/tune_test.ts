import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import * as assignment from "two-layer-net/assignment";
import { getCifar10Data, loadWeights } from "two-layer-net";
import { SqliteStorage } from "two-layer-net/tuning";
import { exponential, fixed } from "../../lib/internal/printf.ts";
import { listDir, withTempDir } from "../internal/testing.ts";
import { SMALL, tune, tuneUntil } from "./tune_command.ts";

/** Twelve nets whose rows are printed as the original's. */
const GRID = [
  ...SMALL,
  ...["--reg", "0.2,0.4,0.6", "--learning-rate", "1e-4,1e-3", "--iterations", "40"],
];

Deno.test("without options it is the assignment's grid, line for line", () =>
  withTempDir(async (dir) => {
    const limits = ["--trials", "2", "--workers", "2", "--backend", "wasm"];
    const { code, out } = await tune("--out", `${dir}/studies.db`, ...limits);
    const [first, second] = assignment.gridPoints().map(({ index, ...point }) => {
      const { hiddenSize, learningRate, reg } = point;
      return `for hs: ${exponential(hiddenSize)}, lr: ${exponential(learningRate)} and r: ` +
        `${exponential(reg)}, valid accuracy is: ` +
        fixed(assignment.EXPECTED_GRID.valAccuracies[index]);
    });
    assertEquals(code, 0);
    assertStringIncludes(
      out,
      `${first}\n${second}\nBest Networks has an Accuracy of: 0.282000\nBest: trial 1, accuracy 0.282: `,
    );
    assertMatch(out, /^Test accuracy: {2}0\.\d+$/m);
    assertStringIncludes(
      out,
      "All 2 rows that do not diverge equal the original's; 43 are not done.\n",
    );
    assertEquals(listDir(dir), ["studies.db", "studies.weights"]);
  }));

Deno.test("interrupted or killed, and resumed, a study prints what it would have", () =>
  withTempDir(async (dir) => {
    const whole = await tune(...GRID, "--out", `${dir}/whole.db`, "--workers", "1");
    const lines = whole.out.split("\n").filter((line) => line.startsWith("for hs: "));
    assertEquals([whole.code, lines.length], [0, 12]);
    for (const [signal, expectedCode] of [["SIGINT", 130], ["SIGKILL", 137]] as const) {
      const database = `${dir}/${signal}.db`;
      const ended = await tuneUntil(3, signal, ...GRID, "--out", database, "--workers", "3");
      assertEquals(ended.code, expectedCode);
      if (signal === "SIGINT") {
        assertStringIncludes(
          ended.err,
          `deno task tune --resume --study grid --out ${database} --workers 3 --backend wasm`,
        );
      }
      const resumed = await tune("--resume", "--out", database, "--backend", "wasm");
      assertEquals(
        resumed.out.replaceAll(`${dir}/${signal}`, dir),
        whole.out.replaceAll(`${dir}/whole`, dir),
      );
    }
  }));

Deno.test("a finished study is listed, shown, exported and reported", () =>
  withTempDir(async (dir) => {
    const out = ["--out", `${dir}/studies.db`];
    const search = ["--sampler", "tpe", "--pruner", "halving", "--reg", "1e-3..1:log"];
    const report = `${dir}/run.html`;
    const run = await tune(...out, ...SMALL, ...search, "--trials", "6", "--report", report);
    assertEquals(run.code, 0);
    assertMatch(
      run.out,
      /^trial 0: hiddenSize \d+, learningRate [\d.e-]+, reg [\d.]+: (accuracy|pruned)/,
    );

    const list = await tune(...out, "--list");
    assertMatch(
      list.out,
      /^STUDY +TRIALS +BEST\ntpe-halving +6 trials \(\d complete.*\) +0\.\d+\n$/,
    );
    const page = `${dir}/show.html`;
    const shown = await tune(...out, "--show", "tpe-halving", "--report", page);
    assertStringIncludes(shown.out, run.out.split("\n").slice(0, 6).join("\n"));
    assertMatch(shown.out, /\nBest: trial \d, accuracy 0\.\d+: hiddenSize .*\nImportances: /);
    assertStringIncludes(run.err, `Report: ${report}\n`);
    assertStringIncludes(shown.err, `Report: ${page}\n`);
    for (const path of [report, page]) {
      const html = await Deno.readTextFile(path);
      for (
        const heading of [
          "Parameters and learning curves",
          "Pairs of parameters",
          "The best trials",
        ]
      ) {
        assertStringIncludes(html, `<h2>${heading}</h2>`);
      }
    }

    const csv = await tune(...out, "--export", "csv");
    const [header, ...rows] = csv.out.trimEnd().split("\n");
    assertEquals(
      header,
      "number,state,value,hiddenSize,learningRate,reg,diverged,seconds,seed,backend,dtype,error",
    );
    assertEquals(rows.map((row) => row.split(",")[0]), ["0", "1", "2", "3", "4", "5"]);
    const json = JSON.parse((await tune(...out, "--export", "json")).out);
    assertEquals(json.definition.context.kept.sampler, "tpe");
    assertEquals(json.trials.length, 6);
    const [{ userAttributes: { lossHistory, backend }, intermediateValues }] = json.trials;
    assert(lossHistory.length > 0 && backend.startsWith("wasm"));
    assertEquals(intermediateValues[0] > 0, true);
  }));

Deno.test("the best net's weights are those of its accuracy", () =>
  withTempDir(async (dir) => {
    const { out } = await tune(...SMALL, "--reg", "0", "--out", `${dir}/studies.db`);
    const [, path] = out.match(/^Weights: (.*)$/m)!;
    const [, value] = out.match(/^Best: trial \d, accuracy (.*): hiddenSize \d+, learningRate /m)!;
    const { metadata } = await loadWeights(path);
    assertEquals(Number(metadata.valAccuracy), Number(value));
    assertEquals(out.includes("Best Networks"), false); // the heading of the assignment's own grid
  }));

Deno.test("command and library go on with each other's grid, and none else", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/studies.db`;
    const args = ["--out", path, "--backend", "wasm"];
    assertEquals((await tune(...args, "--trials", "1")).code, 0);
    const data = await getCifar10Data();
    {
      using storage = new SqliteStorage(path);
      const study = await assignment.runGrid({ data, storage, numTrials: 1 });
      assertEquals(study.getTrials(["COMPLETE"]).map(({ number }) => number), [0, 1]);
    }
    const { code, out } = await tune(...args, "--resume", "--trials", "3");
    assertEquals([code, out.match(/^for hs/gm)?.length], [0, 3]);
    assertStringIncludes(out, "All 3 rows that do not diverge equal the original's");
  }));

Deno.test("a study is neither overwritten nor resumed as another one", () =>
  withTempDir(async (dir) => {
    const args = [...SMALL, "--learning-rate", "1e-3", "--reg", "0", "--out", `${dir}/studies.db`];
    assertEquals((await tune(...args)).code, 0);
    const refusals: [string[], string][] = [
      [[], "Study grid exists already in"],
      [["--resume", "--validation", "99"], "context.data.validation: 100, now 99"],
      [["--resume", "--seed", "3"], "context.seed: 0, now 3"],
      [["--resume", "--reg", "0.1"], "context.settings.reg: 0, now 0.1"],
      [["--resume", "--pruner", "median"], 'context.kept.pruner: "none", now "median"'],
      [["--resume", "--dtype", "float32"], 'context.settings.dtype: "float64", now "float32"'],
      [["--resume", "--study", "other"], 'There is no study named "other" in'],
    ];
    for (const [change, message] of refusals) {
      const { code, out, err } = await tune(...args, ...change);
      assertEquals([code, out], [1, ""]);
      assertStringIncludes(err, message);
    }
    assertEquals((await tune(...args, "--resume")).code, 0);
  }));

Deno.test("bad options are refused by name, before anything is made", () =>
  withTempDir(async (dir) => {
    const refusals: [string[], string][] = [
      [
        ["--hidden-size", "0.5"],
        "Expected hiddenSize to be an integer of at least 1 but found 0.5",
      ],
      [["--hidden-size", "9..5"], "argument '9..5' is invalid. Expected high to be"],
      [["--learning-rate", "fast"], "'--learning-rate <range>' argument 'fast' is invalid"],
      [["--reg", "0..1:log"], "Expected low of a log range to be a finite number greater than 0"],
      [["--reg", ""], "Expected a number, a list (40,60), or an interval"],
      [["--batch-size", "5,5"], "Expected choices[1] to be unlike the values before it"],
      [["--iterations", "0"], "Expected epochs or numIters to be greater than 0"],
      [["--reg", "0.1..0.5"], "Expected reg to be a value, a list or a range in steps"],
      [["--sampler", "annealing"], "Allowed choices are grid, random, tpe"],
      [["--pruner", "all"], "Allowed choices are none, median, halving, hyperband"],
      [["--trials", "-1"], "'--trials <number>' argument '-1' is invalid"],
      [["--time", "soon"], "Expected it to be a duration such as 90s, 10m or 1.5h"],
      [["--workers", "0"], "'--workers <number>' argument '0' is invalid"],
      [["--dtype", "float16"], "Allowed choices are float64, float32"],
      [
        ["--study", " "],
        "argument ' ' is invalid. Expected it to be a name of 1 to 255 characters",
      ],
      [["--study", "a\nb"], "without control characters"],
      [["--out", "file:x?mode=memory"], "a file, not a URI (./file:x?mode=memory is a file)"],
      [["--list", "--show", "grid"], "'--list' cannot be used with option '--show <study>'"],
      [["--list", "--report", "r.html"], "'--list' cannot be used with option '--report <file>'"],
      [["--show", "grid", "--resume"], "'--show <study>' cannot be used with option '--resume'"],
      [
        ["--show", "grid", "--trials", "3"],
        "'--show <study>' cannot be used with option '--trials",
      ],
      [["--export", "csv", "--reg", "1"], "'--export <format>' cannot be used with option '--reg"],
      [["--resume"], "There is no study database"],
      [["--show", "grid"], "There is no study database"],
      [["--report", `${dir}/no/page.html`], "page.html: the folder does not exist"],
      [["stray"], "too many arguments"],
    ];
    for (const [args, message] of refusals) {
      const { code, out, err } = await tune("--out", `${dir}/studies.db`, ...args);
      assertStringIncludes(err, message);
      assert(code === 1 || code === 2, `${args}: exit code ${code}`);
      assertEquals([out, listDir(dir)], ["", []]);
    }
  }));

Deno.test("--help groups the options and tells their defaults", async () => {
  const { code, out } = await tune("--help");
  assertEquals(code, 0);
  for (
    const text of [
      "Search:",
      "Network:",
      "grid: 40,60",
      "Study:",
      "Machine:",
      "Output:",
      "one per core",
    ]
  ) {
    assertStringIncludes(out, text);
  }
});

Deno.test("a study may have any name, and is resumed under it", () =>
  withTempDir(async (dir) => {
    await Deno.mkdir(`${dir}/trial-0`);
    const args = [...SMALL, "--learning-rate", "1e-3", "--reg", "0", "--out", `${dir}/studies.db`];
    for (const name of ["..", "名".repeat(28)]) {
      const first = await tune(...args, "--study", name, "--trials", "1");
      const resumed = await tune("--resume", "--study", name, "--out", `${dir}/studies.db`);
      assertEquals([first.code, resumed.code], [0, 0], first.err + resumed.err);
      assertMatch(resumed.out, /^Weights: .*\/studies\.weights\/study~[0-9a-f]{16}\/trial-\d/m);
    }
    assertEquals(listDir(dir), ["studies.db", "studies.weights", "trial-0"]);
    const copy = `${dir}/link.db`;
    await Deno.symlink(`${dir}/studies.db`, copy);
    assertStringIncludes((await tune("--list", "--out", copy)).out, "2 trials (2 complete)");
    assertEquals(listDir(dir), ["link.db", "studies.db", "studies.weights", "trial-0"]);
  }));
