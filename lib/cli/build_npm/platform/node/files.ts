/**
 * Deno's functions for files that are not open, by Node's.
 *
 * @module
 */

import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Path = string | URL;

interface Removal {
  recursive?: boolean;
}

interface MakeTemp {
  dir?: string;
  prefix?: string;
}

/** Node's description of a file as Deno's. */
export function fileInfo(stats: fs.Stats) {
  return {
    isFile: stats.isFile(),
    isDirectory: stats.isDirectory(),
    isSymlink: stats.isSymbolicLink(),
    size: stats.size,
    mtime: stats.mtime as Date | null,
    dev: stats.dev,
    ino: stats.ino as number | null,
    mode: stats.mode as number | null,
    uid: stats.uid as number | null,
    gid: stats.gid as number | null,
  };
}

function dirEntry(entry: fs.Dirent) {
  return {
    name: entry.name,
    isFile: entry.isFile(),
    isDirectory: entry.isDirectory(),
    isSymlink: entry.isSymbolicLink(),
  };
}

/** A Buffer's bytes: its `slice` is a view, theirs a copy. */
function bytesOf({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

export const { chmod, mkdir, rename, realpath: realPath, readlink: readLink } = fs.promises;
export const { linkSync, renameSync, mkdirSync, writeFileSync } = fs;
export const { realpathSync: realPathSync, readlinkSync: readLinkSync } = fs;

export const stat = async (path: Path) => fileInfo(await fs.promises.stat(path));
export const statSync = (path: Path) => fileInfo(fs.statSync(path));
export const lstat = async (path: Path) => fileInfo(await fs.promises.lstat(path));
export const lstatSync = (path: Path) => fileInfo(fs.lstatSync(path));

export const readFile = async (path: Path) => bytesOf(await fs.promises.readFile(path));
export const readFileSync = (path: Path) => bytesOf(fs.readFileSync(path));
export const readTextFile = (path: Path) => fs.promises.readFile(path, "utf8");
export const readTextFileSync = (path: Path) => fs.readFileSync(path, "utf8");

/** Owner and group, null for the one to be left as it is. */
export const chown = (path: Path, uid: number | null, gid: number | null): Promise<void> =>
  fs.promises.chown(path, uid ?? -1, gid ?? -1);

/** Removes a file, an empty folder, or all that is in it. */
export async function remove(path: Path, { recursive }: Removal = {}): Promise<void> {
  if (recursive) await fs.promises.rm(path, { recursive });
  else if ((await fs.promises.lstat(path)).isDirectory()) await fs.promises.rmdir(path);
  else await fs.promises.unlink(path);
}

/** The same, at once. */
export function removeSync(path: Path, { recursive }: Removal = {}): void {
  if (recursive) fs.rmSync(path, { recursive });
  else if (fs.lstatSync(path).isDirectory()) fs.rmdirSync(path);
  else fs.unlinkSync(path);
}

export async function* readDir(path: Path) {
  for (const entry of await fs.promises.readdir(path, { withFileTypes: true })) {
    yield dirEntry(entry);
  }
}

export const readDirSync = (path: Path) =>
  fs.readdirSync(path, { withFileTypes: true }).map(dirEntry);

export const makeTempDirSync = ({ dir = tmpdir(), prefix = "" }: MakeTemp = {}): string =>
  fs.mkdtempSync(join(dir, prefix));

export const makeTempDir = ({ dir = tmpdir(), prefix = "" }: MakeTemp = {}): Promise<string> =>
  fs.promises.mkdtemp(join(dir, prefix));
