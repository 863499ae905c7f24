import { assertEquals } from "@std/assert";
import { withTempDir } from "../internal/testing.ts";

const CHILD = new URL("./children/keep_only.ts", import.meta.url).pathname;
const ROOT = new URL("../../", import.meta.url).pathname;

async function keep(flags: string[], ...args: string[]): Promise<boolean[][]> {
  const { stdout } = await new Deno.Command("deno", {
    args: ["run", "--no-prompt", ...flags, CHILD, ...args],
    stderr: "inherit",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("of reading and writing everything a command keeps what its options name", () =>
  withTempDir(async (dir) => {
    for (const name of ["out", "elsewhere", "data"]) await Deno.mkdir(`${dir}/${name}`);
    await Deno.writeTextFile(`${dir}/elsewhere/net`, "");
    await Deno.symlink(`${dir}/elsewhere/net`, `${dir}/out/link`);
    const own = [`${ROOT}lib/mod.ts`, `${dir}/data/batch`, `${dir}/out/net.tmp`];
    const others = [`${dir}/other`, `${dir}/elsewhere/net`, "/etc/passwd"];
    const narrow = ["--allow-read=/", "--allow-write=/"];
    const expected = [[true, false], [true, false], [true, true]];
    const none = [false, false];
    assertEquals(await keep(narrow, `${dir}/out/net`, `${dir}/data`, ...own, ...others), [
      ...expected,
      ...[none, none, none],
    ]);
    // A link is followed when it is written through.
    const [, through] = await keep(narrow, `${dir}/out/link`, `${dir}/data`, ...others);
    assertEquals(through, [true, true]);
    // Who started the program with more does not lose it.
    const wide = ["--allow-read", "--allow-write"];
    assertEquals((await keep(wide, "net", "data", "/etc/passwd"))[0], [true, true]);
  }));

Deno.test("a command that connects to no other machine gives up the net", async () => {
  const child = new URL("./children/keep_net.ts", import.meta.url).pathname;
  const states = await Promise.all([[], ["--redis"]].map(async (args) => {
    const { stdout } = await new Deno.Command("deno", {
      args: ["run", "--no-prompt", "--allow-net", "--allow-read", child, ...args],
      stderr: "inherit",
    }).output();
    return new TextDecoder().decode(stdout).trim();
  }));
  assertEquals(states, ["prompt", "granted"]);
});
