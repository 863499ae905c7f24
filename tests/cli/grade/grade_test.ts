/** The command: tables, reports, and files that are none of the assignment's. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { denoCommand } from "../../../lib/jupyter/deno_command.ts";
import { formatNotebook } from "../../../lib/jupyter/runner/nbformat.ts";
import { solutionsOf } from "../../../lib/cli/student/student.ts";
import { listDir, withTempDir } from "../../internal/testing.ts";
import { filledIn } from "./submissions.ts";

async function grade(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const flags = ["--quiet", "--no-prompt", "-P=grade"];
  const { code, stdout, stderr } = await new Deno.Command(denoCommand(), {
    args: ["run", ...flags, "lib/cli/grade/grade.ts", ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out, err };
}

const HOSTILE = '</pre><script>alert(1)</script>\u001b[31m\u202e"=1+1';

Deno.test("a class: a table, three reports, and what students wrote escaped in them", () =>
  withTempDir(async (dir) => {
    const solved = await solutionsOf("01_toy_check");
    const answers = {
      ...solved,
      regularization: `function regularization() { throw new Error(${JSON.stringify(HOSTILE)}); }`,
    };
    await Deno.writeTextFile(
      `${dir}/=ann.ipynb`,
      formatNotebook(await filledIn("01_toy_check", answers)),
    );
    await Deno.writeTextFile(
      `${dir}/bob.ipynb`,
      formatNotebook(await filledIn("05_test", { answer: `1 and 3. ${HOSTILE}` })),
    );
    await Deno.writeTextFile(`${dir}/text.ipynb`, "hello");
    const outs = ["html", "csv", "json"].flatMap((type) => ["--out", `${dir}/r.${type}`]);
    const files = ["=ann", "bob", "text", "gone"].map((name) => `${dir}/${name}.ipynb`);
    const { code, out, err } = await grade(...files, ...outs, "--seed", "5");
    assertEquals(code, 1);
    assertMatch(out, /=ann\.ipynb +2 +2 +0 +1 +3 +1 +9 of 10/);
    assertMatch(out, /bob\.ipynb +\? +0 of 0/);
    assertMatch(err, /text\.ipynb: Expected .* to be a notebook in JSON/);
    assertMatch(err, /gone\.ipynb: There is no file .*gone\.ipynb/);
    assert(!out.includes("\u001b") && !out.includes("\u202e"));
    const [csv, html, json] = await Promise.all(
      ["csv", "html", "json"].map((type) => Deno.readTextFile(`${dir}/r.${type}`)),
    );
    assert(!html.includes("<script") && !html.includes("\u001b"));
    assertStringIncludes(html, "&lt;script&gt;alert(1)");
    assertStringIncludes(csv, 'regularization,wrong,0,1,"regularization throws an error: </pre>');
    const { files: graded, failed, seed } = JSON.parse(json);
    assertEquals([graded[0].points, graded[1].manual, failed.length, seed], [9, 4, 2, 5]);
    assertEquals(listDir(dir).filter((name) => name.endsWith(".tmp")), []);
  }));

const hasScript = (await new Deno.Command("sh", { args: ["-c", "command -v script"] }).output())
  .code === 0;

/** How many processes there are whose command line has this text, other than those that look. */
async function countProcesses(text: string): Promise<number> {
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n'"],
  }).output();
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line.includes(text)).length;
}

Deno.test("Ctrl-C at a terminal ends the sandbox and keeps the reports of what is graded", {
  ignore: !hasScript,
}, () =>
  withTempDir(async (dir) => {
    const solved = await solutionsOf("01_toy_check");
    const write = async (name: string, answers: Record<string, string>) =>
      await Deno.writeTextFile(
        `${dir}/${name}.ipynb`,
        formatNotebook(await filledIn("01_toy_check", answers)),
      );
    await write("ann", solved);
    await write("bob", { ...solved, predict: "function predict() { for (;;); }" });
    await write("eve", solved);
    const files = ["ann", "bob", "eve"].map((name) => `${dir}/${name}.ipynb`).join(" ");
    const outs = ["json", "csv", "html"].map((type) => `--out ${dir}/r.${type}`).join(" ");
    const grade = `deno task grade ${files} --timeout 3000 ${outs}`;
    const child = new Deno.Command("sh", {
      args: ["-c", `timeout 300 script -qec 'stty cols 80; ${grade}' /dev/null`],
      env: { TMPDIR: dir },
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const output = new Response(child.stdout).text();
    const isRunning = async (folder: string) => await countProcesses(`${dir}/${folder}`) > 0;
    const folders = new Set<string>(); // one for each process of the sandbox: ann's, then bob's
    for (let tries = 0; folders.size < 2 || !await isRunning([...folders][1]); tries++) {
      assert(tries < 6000, "the grader calls no function of bob's");
      for (const name of listDir(dir)) if (name.startsWith("grade-")) folders.add(name);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const keys = child.stdin.getWriter();
    await keys.write(new TextEncoder().encode("\x03"));
    const text = await output;
    await keys.close().catch(() => {}); // the terminal may be gone
    assertEquals((await child.status).code, 130, text);
    assertMatch(text, /Interrupted\. 1 of 3 files are graded\./);
    assertEquals(await countProcesses(`${dir}/grade-`), 0);
    const { files: graded, failed } = JSON.parse(await Deno.readTextFile(`${dir}/r.json`));
    assertEquals([graded.length, graded[0].points, failed], [1, 10, []]);
    for (const type of ["csv", "html"]) {
      const report = await Deno.readTextFile(`${dir}/r.${type}`);
      assertStringIncludes(report, "ann.ipynb");
      assert(!report.includes("bob.ipynb"));
    }
    assertEquals(listDir(dir).filter((name) => name.startsWith("grade-")), []);
  }));

Deno.test("a field that a spreadsheet would take for a formula stays a text", async () => {
  const { gradeCsv } = await import("../../../lib/cli/grade/report/csv.ts");
  const failed = ["=1", "+1", "-1", "@a"].map((file) => ({ file, error: 'a "b"' }));
  const rows = gradeCsv({ seed: 0, files: [], failed }).split("\r\n").slice(1, 5);
  assertEquals(rows, failed.map(({ file }) => `'${file},,,not graded,,,"a ""b"""`));
});

Deno.test("wrong arguments are refused before anything runs", async () => {
  const cases: [args: string[], code: number, message: string][] = [
    [[], 2, "missing required argument 'files'"],
    [["a.ipynb", "--out", "r.pdf"], 2, "Expected .html, .csv, .json"],
    [["a.ipynb", "--timeout", "0"], 2, "a finite number from 0.1"],
    [["a.ipynb", "--out", "no/such/r.csv"], 1, "Cannot write no/such/r.csv"],
    [["deno.json"], 1, "Expected deno.json to be a notebook of nbformat 4"],
    [["notebooks/03_cifar_training.ipynb"], 1, "Expected a filled-in notebook of the assignment"],
  ];
  for (const [args, expected, message] of cases) {
    const { code, err } = await grade(...args);
    assertEquals(code, expected);
    assertStringIncludes(err, message);
  }
});
