import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { sleep } from "../../lib/internal/sleep.ts";
import { denoCommand } from "../../lib/jupyter/deno_command.ts";
import { formatNotebook } from "../../lib/jupyter/runner/nbformat.ts";
import { notebook } from "../notebook/notebooks.ts";

const TASK = ["run", "--allow-run=deno", "--allow-net=127.0.0.1", "--allow-read", "--allow-write"];

function command(args: string[], env: Record<string, string> = {}): Deno.Command {
  return new Deno.Command(denoCommand(), {
    args: [...TASK, "lib/cli/notebooks/notebooks.ts", ...args],
    env: { NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "piped",
  });
}

async function task(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await command(args).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err };
}

async function withNotebook(
  sources: string[],
  body: (path: string, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/book.ipynb`;
    await Deno.writeTextFile(path, formatNotebook(notebook(...sources)));
    await body(path, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const names = (folder: string): string[] =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("a notebook is executed in place, and a second run changes nothing", async () => {
  const sources = ["const loss = 1.25;", 'console.log("loss", loss);'];
  await withNotebook(sources, async (path, folder) => {
    const first = await task(path, "--html");
    assertEquals(first.code, 0, first.stderr);
    assertMatch(first.stdout, /book\.ipynb: ok in \d/);
    const executed = await Deno.readTextFile(path);
    assertStringIncludes(executed, '"loss 1.25\\n"');
    assertEquals(names(folder), ["book.html", "book.ipynb"]);
    assertEquals((await task(path)).code, 0);
    assertEquals(await Deno.readTextFile(path), executed);
  });
});

Deno.test("--check finds a changed figure and writes nothing", async () => {
  await withNotebook(['console.log("loss", 1.25);'], async (path, folder) => {
    await task(path);
    assertEquals((await task(path, "--check")).code, 0);
    const changed = (await Deno.readTextFile(path)).replace("loss 1.25\\n", "loss 1.5\\n");
    await Deno.writeTextFile(path, changed);
    const { code, stderr } = await task(path, "--check");
    assertEquals(code, 1);
    assertStringIncludes(stderr, "cell 1, line 1 of its output differs:");
    assertStringIncludes(stderr, "committed: loss 1.5\n  this run:  loss 1.25");
    assertEquals(await Deno.readTextFile(path), changed);
    assertEquals(names(folder), ["book.ipynb"]);
  });
});

Deno.test("--reduced and --set reach the kernel, --out leaves the original alone", async () => {
  const variables = 'Deno.env.get("TWO_LAYER_NET_REDUCED"), Deno.env.get("COLOUR")';
  await withNotebook([`console.log(${variables});`], async (path, folder) => {
    const before = await Deno.readTextFile(path);
    const args = ["--reduced", "--set", "COLOUR=a=b"];
    assertEquals((await task(path, ...args, "--out", `${folder}/out`)).code, 0);
    assertStringIncludes(await Deno.readTextFile(`${folder}/out/book.ipynb`), '"1 a=b\\n"');
    assertEquals((await task(path, ...args)).code, 0);
    assertEquals(await Deno.readTextFile(path), before);
  });
});

Deno.test("a failing notebook is reported, not written, and the next one still runs", async () => {
  await withNotebook(['throw new TypeError("no such layer");'], async (path, folder) => {
    const before = await Deno.readTextFile(path);
    const good = `${folder}/good.ipynb`;
    await Deno.writeTextFile(good, formatNotebook(notebook('console.log("fine");')));
    const { code, stderr } = await task(path, good);
    assertEquals(code, 1);
    assertStringIncludes(stderr, `${path}, cell 1 failed:\n  1 | throw new TypeError`);
    assertStringIncludes(stderr, "TypeError: no such layer\n    at <anonymous>:1:");
    assertMatch(stderr, /Failed: \S+book\.ipynb\n$/);
    assertEquals(await Deno.readTextFile(path), before);
    assertStringIncludes(await Deno.readTextFile(good), '"fine\\n"');
    assertEquals((await task(path, "--allow-errors")).code, 0);
    assertStringIncludes(await Deno.readTextFile(path), '"ename": "TypeError"');
    const page = await task(path, "--no-run", "--html", `${folder}/pages`);
    assertEquals([page.code, page.stdout], [0, ""]);
    assertStringIncludes(await Deno.readTextFile(`${folder}/pages/book.html`), "no such layer");
  });
});

/** A notebook whose kernel says that it lives until it is ended. */
const DEAF = [
  'setInterval(() => Deno.writeTextFileSync("alive", ".", { append: true }), 10);',
  'for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) Deno.addSignalListener(signal, () => {});',
  'Deno.writeTextFileSync("kernel", String(Deno.pid)); await new Promise(() => {});',
];

/** Resolves once nothing has been added to the file for a while: whoever did so is gone. */
async function quiet(path: string): Promise<void> {
  for (let size = -1;;) {
    const { size: now } = await Deno.stat(path);
    if (now === size) return;
    size = now;
    await sleep(300);
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const) {
  Deno.test(`${signal} to the runner ends the kernel, and leaves the file and no key`, async () => {
    await withNotebook(DEAF, async (path, folder) => {
      const before = await Deno.readTextFile(path);
      const temporary = `${folder}/temporary`;
      await Deno.mkdir(temporary);
      await using process = command([path], { TMPDIR: temporary }).spawn();
      while (!names(folder).includes("kernel")) await sleep(20);
      process.kill(signal);
      const { code } = await process.status;
      if (signal !== "SIGKILL") assertEquals(code, 130);
      await quiet(`${folder}/alive`);
      assertEquals(await Deno.readTextFile(path), before);
      assertEquals(names(folder), ["alive", "book.ipynb", "kernel", "temporary"]);
      assertEquals(names(temporary).filter((name) => name.startsWith("kernel-")), []);
    });
  });
}

Deno.test("wrong arguments are refused before anything runs", async () => {
  const cases: [args: string[], code: number, message: string][] = [
    [["--timeout", "0"], 2, "a finite number from 0.001 to 86400"],
    [["--set", "COLOUR"], 2, "Expected NAME=VALUE"],
    [["--check", "--reduced"], 2, "'--check' cannot be used with option '--reduced'"],
    [["--no-run"], 2, "option '--no-run' needs '--html'"],
    [["--no-run", "--check"], 2, "'--no-run' cannot be used with option '--check'"],
    [["a.ipynb", "b/a.ipynb", "--no-run", "--html", "c"], 2, "a.ipynb and b/a.ipynb have the same"],
    [["no/such.ipynb"], 1, "error: There is no file no/such.ipynb"],
  ];
  for (const [args, expected, message] of cases) {
    const { code, stderr } = await task(...args);
    assertEquals(code, expected);
    assertStringIncludes(stderr, message);
  }
});
