/** `deno task dashboard` and `tune --serve` as a user runs them, with the permissions of their tasks. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fetchCifar10 } from "two-layer-net";
import { createStudy, SqliteStorage } from "two-layer-net/tuning";
import { withTempDir } from "../internal/testing.ts";
import { SMALL } from "./tune_command.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** The task as it is in deno.json. */
function task(name: string, ...args: string[]): Deno.ChildProcess {
  const file = `lib/cli/${name}/${name}.ts`;
  return new Deno.Command("deno", {
    args: ["run", "--quiet", "--no-prompt", `-P=${name}`, file, ...args],
    cwd: ROOT,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** The links that a process prints on standard error, and what else it prints there. */
async function linksOf(
  process: Deno.ChildProcess,
): Promise<{ links: string[]; rest: () => Promise<string> }> {
  const reader = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  const more = async () => {
    const { value, done } = await reader.read();
    said += value ?? "";
    return !done;
  };
  while ((said.match(/^.*http.*\n/gm) ?? []).length < 2 && await more());
  const rest = async () => {
    while (await more());
    return said;
  };
  return { links: said.match(/http:\S+/g) ?? [], rest };
}

/** Answers of the page with the cookie of a link. */
async function visitor(link: string) {
  const page = await fetch(link);
  await page.body?.cancel();
  const cookie = page.headers.get("set-cookie")!.split(";")[0];
  const { origin } = new URL(link);
  const query = (file: string, study: string) => new URLSearchParams({ file, study });
  return {
    ask: (part: string, file: string, study: string) =>
      fetch(`${origin}/${part}?${query(file, study)}`, { headers: { cookie } }),
    change: (name: string, file: string, study: string, wanted: unknown) =>
      fetch(`${origin}/change/${name}?${query(file, study)}`, {
        method: "POST",
        headers: { cookie, origin },
        body: JSON.stringify(wanted),
      }),
  };
}

Deno.test("dashboard shows a folder's studies, changes them, and ends by Ctrl-C", () =>
  withTempDir(async (dir) => {
    const path = `${dir}/studies.db`;
    {
      using storage = new SqliteStorage(path);
      const study = createStudy({ name: "parabola", storage });
      await study.optimize((trial) => trial.suggestFloat("x", -1, 1) ** 2, { numTrials: 5 });
    }
    const process = task("dashboard", dir, "--study", "parabola");
    const { links, rest } = await linksOf(process);
    assertEquals(links.length, 2);
    const { ask, change } = await visitor(links[0]);
    const chart = await (await ask("chart/history", path, "parabola")).json();
    assertStringIncludes(chart.summary, "5 trials (5 complete), best ");
    const answer = await change("enqueue", path, "parabola", { params: { x: 0.5 } });
    assertEquals([answer.status, await answer.json()], [
      200,
      "Trial 5 waits: it is the next to start after those that wait already.",
    ]);
    process.kill("SIGINT");
    const printed = new Response(process.stdout).text();
    const [{ code }, said] = await Promise.all([process.status, rest(), printed]);
    assertEquals([code, said.split("\n").length], [0, 3]);
    using storage = new SqliteStorage(path, { readOnly: true });
    assertEquals(storage.getTrial("parabola", 5)!.proposal, { x: 0.5 });
  }));

const REFUSED: readonly [string[], string][] = [
  [["none.db"], "There is no file or folder none.db"],
  [["LICENSE"], "Expected LICENSE to be a study database"],
  [["--port", "70000"], "option '--port <number>' argument '70000' is invalid"],
];

for (const [args, message] of REFUSED) {
  Deno.test(`dashboard ${args.join(" ")} is refused before anything is served`, async () => {
    const process = task("dashboard", ...args);
    const { success, stderr } = await process.output();
    assertEquals(success, false);
    assertStringIncludes(new TextDecoder().decode(stderr), message);
  });
}

Deno.test("tune --serve stops and goes on from its page, and resumed goes on by itself", () =>
  withTempDir(async (dir) => {
    await fetchCifar10({ onMessage: console.log });
    const path = `${dir}/studies.db`;
    const args = [...SMALL, "--out", path, "--study", "served", "--workers", "1", "--serve"];
    const process = task("tune", ...args, "--sampler", "random", "--time", "1h");
    const printed = new Response(process.stdout).text();
    const { links, rest } = await linksOf(process);
    const { ask, change } = await visitor(links[0]);
    const finished = async () => {
      const { summary } = await (await ask("chart/history", path, "served")).json();
      return Number(summary?.match(/(\d+) trials/)?.[1] ?? 0);
    };
    while (await finished() < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    assertEquals((await change("pause", path, "served", { paused: true })).status, 200);
    // What runs may finish; then nothing does any more.
    await until(async () => {
      const { empty } = await (await ask("chart/running", path, "served")).json();
      return empty === "Nothing runs now.";
    });
    const stopped = await finished();
    await new Promise((resolve) => setTimeout(resolve, 600));
    assertEquals(await finished(), stopped);
    await change("pause", path, "served", { paused: false });
    await until(async () => await finished() > stopped);
    await change("pause", path, "served", { paused: true });
    process.kill("SIGINT");
    const [{ code }] = await Promise.all([process.status, rest(), printed]);
    assertEquals(code, 130);
    const before = countIn(path);
    const more = ["--resume", "--study", "served", "--out", path, "--trials", `${before + 2}`];
    const resumed = await task("tune", ...more, "--workers", "1", "--backend", "wasm").output();
    assert(resumed.success, new TextDecoder().decode(resumed.stderr));
    assert(countIn(path) >= before + 2);
  }));

/** Trials of the study that are complete. */
function countIn(path: string): number {
  using storage = new SqliteStorage(path, { readOnly: true });
  return storage.getTrials("served", ["COMPLETE"]).length;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!await holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}
