/**
 * A project with the package in it, and the programs that run there.
 *
 * @module
 */

import { join } from "node:path";
import { writePackage } from "../../../lib/cli/build_npm/build_npm.ts";
import { makePackage, type Package } from "../../../lib/cli/build_npm/make_package.ts";

const ROOT = new URL("../../../", import.meta.url);

/** What a program did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program through a shell, since the tests may run few themselves. */
export async function run(command: readonly string[], cwd?: string): Promise<Outcome> {
  const args = ["-c", 'exec "$@"', "sh", ...command];
  const { code, stdout, stderr } = await new Deno.Command("sh", { args, cwd }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Whether the machine has a program, in this version or a later one. */
export async function has(program: string, major = 0): Promise<boolean> {
  const { code, stdout } = await run([program, "--version"]);
  return code === 0 && Number(stdout.match(/\d+/)?.[0]) >= major;
}

/** A project: its folder, and the package in it. */
export interface Project {
  readonly folder: string;
  readonly made: Package;
  /** The names of the files that npm packed; null where there is no npm. */
  readonly packed: string[] | null;
}

let project: Promise<Project> | undefined;

/** The project, made by the first who asks. */
export function sharedProject(): Promise<Project> {
  return project ??= makeProject();
}

async function makeProject(): Promise<Project> {
  const folder = await Deno.makeTempDir();
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  const made = await makePackage();
  await installRequirements(folder, JSON.parse(made.files.get("package.json") as string));
  const installed = join(folder, "node_modules", "two-layer-net");
  const packed = await pack(made, folder, installed);
  if (!packed) await writePackage(installed, made.files);
  for (const { name } of Deno.readDirSync(new URL(".", import.meta.url))) {
    if (/program\.js$|^consumer/.test(name)) {
      await Deno.copyFile(new URL(name, import.meta.url), join(folder, name));
    }
  }
  return { folder, made, packed };
}

/** The packages that ours takes, out of Deno's cache: as npm lays them, and without the network. */
async function installRequirements(
  folder: string,
  { dependencies, peerDependencies }: Record<string, Record<string, string>>,
): Promise<void> {
  const exact = Object.entries({ ...dependencies, ...peerDependencies })
    .map(([name, range]) => [name, range.replace("^", "")]);
  const manifest = { type: "module", dependencies: Object.fromEntries(exact) };
  await Deno.writeTextFile(join(folder, "package.json"), JSON.stringify(manifest));
  await Deno.writeTextFile(join(folder, "deno.json"), '{ "nodeModulesDir": "auto" }');
  await Deno.copyFile(new URL("deno.lock", ROOT), join(folder, "deno.lock"));
  const args = ["install", "--cached-only", "--quiet"];
  const { success, stderr } = await new Deno.Command("deno", { args, cwd: folder }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Packs the package by npm and unpacks it where npm would; its files' names, or null without npm. */
async function pack(
  { files }: Package,
  folder: string,
  installed: string,
): Promise<string[] | null> {
  if (!await has("npm")) return null;
  await writePackage(join(folder, "npm"), files);
  const { code, stdout, stderr } = await run(["npm", "pack", "--json", "./npm"], folder);
  if (code !== 0) throw new Error(stderr);
  const [{ filename, files: packed }] = JSON.parse(stdout);
  await Deno.mkdir(installed);
  const unpacked = await run(
    ["tar", "-xzf", filename, "-C", installed, "--strip-components=1"],
    folder,
  );
  if (unpacked.code !== 0) throw new Error(unpacked.stderr);
  return packed.map(({ path }: { path: string }) => path);
}
