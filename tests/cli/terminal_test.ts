/**
 * The README's commands at a terminal: none asks a question, none needs a permission that its task
 * lacks, each stops as it should.
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { stripVTControlCharacters } from "node:util";
import { fetchCifar10 } from "two-layer-net";
import { formatNotebook } from "../../lib/jupyter/runner/nbformat.ts";
import { notebook } from "../notebook/notebooks.ts";
import { SMALL } from "./tune_command.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const README = Deno.readTextFileSync(`${ROOT}README.md`);
const TASKS: Record<string, { command: string }> =
  JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`)).tasks;

interface Outcome {
  code: number;
  text: string;
}

/** Runs a shell command in the checkout. */
async function shell(command: string): Promise<Outcome> {
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", command],
    cwd: ROOT,
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  return { code, text };
}

/** The command at a pseudo-terminal of 80 columns, where a question would wait for an answer. */
async function atTerminal(command: string): Promise<Outcome> {
  return await shell(`timeout 120 script -qec 'stty cols 80; ${command}' /dev/null`);
}

const hasScript = (await shell("command -v script")).code === 0;

/** Commands that are named in the README's text, or for developers. */
const OTHERS = [
  ...["notebooks", "check:notebooks", "build:wasm", "bench:peers", "bench:recipe", "bench:tune"],
];

/** Options that keep a command of the README short, by the task and its first option. */
function shortForm(task: string, rest: string, folder: string): string {
  const out = `--out ${folder}/studies.db`;
  switch (task) {
    case "train":
      return /--(preset|settings)/.test(rest)
        ? "--help"
        : `--iterations 3 --out ${folder}/net.safetensors`;
    case "evaluate":
      return `${folder}/net.safetensors --views 18 --test 100`;
    case "tune":
      if (rest.includes("--resume")) return `--resume ${out}`;
      if (rest.includes("--show")) return `--show small ${out} --report ${folder}/grid.html`;
      if (/--(space|preset)/.test(rest)) return "--help";
      if (!rest.includes("tpe")) return `--study small ${out} ${SMALL.join(" ")}`;
      return `${rest.replace("10m", "1s")} ${out} ${SMALL.join(" ")}`;
    case "notebooks":
      return `--reduced --out ${folder} notebooks/01_toy_check.ipynb`;
    case "build:wasm":
      return "--check";
    case "data":
    case "check:notebooks":
      return "";
    default:
      return "--help";
  }
}

/** Each `deno task …` of the README's blocks of commands. */
function readmeCommands(): string[] {
  const blocks = [...README.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
  return blocks.join("\n").split("\n")
    .map((line) => line.replace(/\s+#.*/, "").match(/deno(?:@2)? task (.+)/)?.[1])
    .filter((command) => command !== undefined);
}

Deno.test({
  name: "no command of the README asks a question at a terminal",
  ignore: !hasScript,
  fn: async () => {
    await fetchCifar10({ onMessage: console.log });
    const folder = await Deno.makeTempDir();
    const commands = readmeCommands();
    assert(commands.length >= 8, commands.join("; "));
    for (const command of ["data", "train", ...OTHERS, ...commands]) {
      const [task, ...rest] = command.split(" ");
      assert(task in TASKS, `deno task ${task} of the README is no task`);
      // Tasks of tasks are run as their parts, which the README names too.
      if (TASKS[task].command.includes("deno task")) continue;
      const line = `deno task ${task} ${shortForm(task, rest.join(" "), folder)}`;
      const { code, text } = await atTerminal(line);
      assertEquals([code, /requests .*access|\[y\/n/.test(text)], [0, false], `${line}\n${text}`);
      assert(
        !/Deno was started without|no permission|requires .* access/i.test(text),
        `${line}\n${text}`,
      );
    }
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("threads ask for nothing, though a question might be asked", {
  ignore: !hasScript,
}, async () => {
  await fetchCifar10({ onMessage: console.log });
  const train = "deno run --quiet -P=train lib/cli/train/train.ts --backend wasm --threads 2";
  const { code, text } = await atTerminal(`${train} --iterations 2`);
  assertEquals([code, text.includes("[y/n")], [0, false], text);
});

Deno.test("every task needs no other permission where its output is piped, either", async () => {
  const folder = await Deno.makeTempDir();
  for (const [task, { command }] of Object.entries(TASKS)) {
    if (!/^deno run .*lib\/cli\//.test(command)) continue;
    const html = `--no-run --html ${folder} notebooks/01_toy_check.ipynb`;
    const line = `deno task ${task} ${task === "notebooks" ? html : "--help"}`;
    const { code, text } = await shell(line);
    assertEquals(code, 0, `${line}\n${text}`);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("only tasks that start other programs may do so", () => {
  const { permissions } = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));
  for (const task of ["train", "tune", "worker", "evaluate"]) {
    const [, set] = TASKS[task].command.match(/-P=([\w-]+)/)!;
    assertEquals(permissions[set].run, undefined, task);
    // Those that go to a Redis give up the net where none is named: see permissions_test.ts.
    assertEquals(permissions[set].net, ["tune", "worker"].includes(task) ? true : undefined, task);
  }
  for (const { command } of Object.values(TASKS)) {
    assert(!/(^| )(-A|--allow-all)( |$)/.test(command), command);
  }
});

Deno.test("the README's table says what each permission set may do", () => {
  const { permissions } = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));
  const words = {
    read: "read",
    write: "write",
    run: "run",
    net: "net",
    env: "env",
    ffi: "ffi",
    sys: "sys",
  };
  for (const [set, allowed] of Object.entries<Record<string, unknown>>(permissions)) {
    const row = README.split("\n").find((line) => line.startsWith(`| \`${set}\``));
    assert(row, `no row for the permission set ${set}`);
    const named = Object.entries(words).filter(([, word]) => new RegExp(`\\b${word}\\b`).test(row));
    assertEquals(named.map(([name]) => name).sort(), Object.keys(allowed).sort(), row);
  }
});

Deno.test("help fits 80 columns", { ignore: !hasScript }, async () => {
  for (
    const task of [
      "train",
      "tune",
      "worker",
      "dashboard",
      "playground",
      "evaluate",
      "data",
      "notebooks",
    ]
  ) {
    const { text } = await atTerminal(`deno task ${task} --help 2>/dev/null`);
    const wide = text.split(/\r?\n/).filter((line) => line.length > 80 && line.includes(" "));
    // One word, such as a path, cannot be broken.
    assertEquals(wide.filter((line) => line.trim().includes(" ")), [], task);
  }
});

Deno.test(
  "a terminal that knows no escape sequences gets none",
  { ignore: !hasScript },
  async () => {
    await fetchCifar10({ onMessage: console.log });
    const folder = await Deno.makeTempDir();
    for (const variable of ["TERM=dumb", "NO_COLOR=1"]) {
      const study = `--study ${variable.slice(0, 2)} --out ${folder}/s.db`;
      for (const command of ["train --iterations 30", `tune ${study} ${SMALL.join(" ")}`]) {
        const { code, text } = await atTerminal(`${variable} deno task --quiet ${command}`);
        assertEquals([code, text.includes("\x1b")], [0, false], JSON.stringify(text));
      }
    }
    await Deno.remove(folder, { recursive: true });
  },
);

Deno.test("a full disk behind standard output is an error with its reason", {
  ignore: (await shell("test -e /dev/full")).code !== 0,
}, async () => {
  await fetchCifar10({ onMessage: console.log });
  const folder = await Deno.makeTempDir();
  const tune = `deno task tune --study full --out ${folder}/s.db ${SMALL.join(" ")}`;
  const commands = [
    "deno task train --iterations 3",
    tune,
    "deno task data",
    "deno task tune --help",
  ];
  for (const command of commands) {
    const { code, text } = await shell(`${command} > /dev/full`);
    assertEquals(code, 1, text);
    assertStringIncludes(text, "error: Cannot write to standard output: No space left on device");
    assert(!text.includes("suppressed"), text);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a reader that has gone away stops a search, which keeps what it has", async () => {
  await fetchCifar10({ onMessage: console.log });
  const folder = await Deno.makeTempDir();
  const study = `--study gone --out ${folder}/s.db`;
  const long = SMALL.join(" ").replace("--hidden-size 10,20", "--hidden-size 8..200:8");
  const { text } = await shell(`deno task tune ${study} ${long} | head -1`);
  assertMatch(text, /Interrupted\. Finished trials are kept/);
  const { text: list } = await shell(`deno task tune --show gone --out ${folder}/s.db`);
  assertMatch(list, /\d+ waiting, \d+ complete/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a reader that has gone away ends a training, and notebooks after the one that runs", async () => {
  await fetchCifar10({ onMessage: console.log });
  const train = "deno task train --iterations 1000000 --backend wasm | head -1";
  assertMatch((await shell(train)).text, /^Train data shape: .*\n/);
  const folder = await Deno.makeTempDir();
  const books = [1, 2, 3].map((k) => `${folder}/${k}.ipynb`);
  for (const path of books) await Deno.writeTextFile(path, formatNotebook(notebook("1;")));
  await shell(`deno task notebooks ${books.join(" ")} | head -1`);
  const isRun = async (path: string) =>
    !/"execution_count": null/.test(await Deno.readTextFile(path));
  assertEquals(await Promise.all(books.map(isRun)), [true, true, false]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("trials are rows that fit a terminal of 80 columns", { ignore: !hasScript }, async () => {
  await fetchCifar10({ onMessage: console.log });
  const folder = await Deno.makeTempDir();
  const study = `--study rows --out ${folder}/s.db`;
  const search = `${study} ${SMALL.join(" ")} --sampler random --trials 3 --reg 1e-7..1e-6:log`;
  for (const command of [search, `--show rows --out ${folder}/s.db`]) {
    const { code, text } = await atTerminal(`deno task tune ${command} 2>/dev/null`);
    assertEquals(code, 0, text);
    const lines = stripVTControlCharacters(text).split(/\r?\n/);
    const start = lines.findIndex((line) => line.startsWith("accuracy "));
    assertMatch(lines[start], /^accuracy +trial +hidden +rate +reg$/);
    for (const [k, line] of lines.slice(start + 1, start + 4).entries()) {
      assertMatch(line, new RegExp(`^0\\.\\d{4} {4}\\S+ +${k} +\\d+ +\\S+ +\\S+$`));
      assertEquals(line.length, lines[start].length);
      assert(line.length < 80, line);
    }
  }
  await Deno.remove(folder, { recursive: true });
});

for (const signal of ["TERM", "HUP"]) {
  Deno.test(`SIG${signal} ends a training like Ctrl-C`, async () => {
    await fetchCifar10({ onMessage: console.log });
    const folder = await Deno.makeTempDir();
    const path = `${folder}/net.safetensors`;
    const train = `deno run -q -P=train lib/cli/train/train.ts --backend wasm --out ${path}`;
    const { code, text } = await shell(
      `${train} > ${folder}/log & pid=$!; ` +
        `until grep -q iteration ${folder}/log; do sleep 0.1; done; kill -${signal} $pid; wait $pid`,
    );
    assertEquals(code, 130, text);
    assert((await Deno.stat(path)).size > 1e6);
    await Deno.remove(folder, { recursive: true });
  });
}
