/**
 * Giving up permissions. A task starts with leave to read and write below `/`, because its options
 * may name any file; once they are read it keeps what they name, and gives up the rest for good.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What a command goes on to need. */
export interface Needs {
  /** Folders to read. */
  folders?: readonly string[];
  /** Files to read, with what lies beside them. */
  files?: readonly string[];
  /** Files to write, with what is written beside them; what was not named is `undefined`. */
  outputs?: readonly (string | undefined)[];
  /** Whether it keeps the leave to connect that its task has. Default: true. */
  net?: boolean;
}

/**
 * Keeps the needed permissions to read, to write and to connect, and to read the checkout and
 * Deno's npm packages, and gives up the others. A process that was started with more (`--allow-write` without a
 * path, say) keeps it.
 */
export async function keepOnly(
  { folders = [], files = [], outputs = [], net = true }: Needs,
): Promise<void> {
  const write = await foldersOf(outputs.filter((path) => path !== undefined));
  const read = [...ownFolders(), ...folders, ...await foldersOf(files), ...write];
  for (const [name, paths] of [["write", write], ["read", read]] as const) {
    for (const path of paths) await hold({ name, path });
    await Deno.permissions.revoke({ name, path: "/" });
  }
  if (!net) await Deno.permissions.revoke({ name: "net" });
}

/** Makes a part of what is granted a grant of its own, which outlives the whole; asks for nothing. */
async function hold(permission: Deno.PermissionDescriptor): Promise<void> {
  const { state } = await Deno.permissions.query(permission);
  if (state === "granted") await Deno.permissions.request(permission);
}

/** The folders of the files, and of what they are links to. */
async function foldersOf(files: readonly string[]): Promise<string[]> {
  const folders = await Promise.all(files.map(async (file) => {
    const target = await Deno.realPath(file).catch(() => file);
    return [file, target].map((path) => dirname(resolve(path)));
  }));
  return [...new Set(folders.flat())];
}

/** The checkout, and Deno's folder of npm packages, which hold fonts and WebAssembly. */
function ownFolders(): string[] {
  const packages = import.meta.resolve("commander").replace(/\/commander\/.*/, "");
  return [import.meta.resolve("../../../"), packages]
    .filter((url) => url.startsWith("file:"))
    .map((url) => fileURLToPath(url));
}
