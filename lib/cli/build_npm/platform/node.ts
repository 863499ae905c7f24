/**
 * What the library asks of Deno, for Node.js and Bun, by Node's own API.
 *
 * @module
 */

import { hostname } from "node:os";
import process from "node:process";
import { inspect } from "node:util";
import { errors } from "./errors.ts";
import * as files from "./node/files.ts";
import { FsFile, open, openSync, SeekMode } from "./node/fs_file.ts";
export { DisposableStack } from "./disposable_stack.ts";
export { Worker } from "./node/worker.ts";

const OS: Readonly<Record<string, string>> = { win32: "windows" };
const ARCH: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };

interface InspectOptions {
  depth?: number;
  iterableLimit?: number;
  breakLength?: number;
}

/** There are no permissions to ask for. */
const querySync = (_permission: unknown) => ({ state: "granted" });

/** Stands in the place of the global object. */
export const Deno = {
  ...files,
  FsFile,
  SeekMode,
  open,
  openSync,
  errors,
  build: {
    os: OS[process.platform] ?? process.platform,
    arch: ARCH[process.arch] ?? process.arch,
  },
  env: { get: (name: string): string | undefined => process.env[name] },
  execPath: (): string => "deno",
  exit: (code?: number): never => process.exit(code),
  hostname,
  inspect: (value: unknown, { iterableLimit, ...options }: InspectOptions = {}): string =>
    inspect(value, { ...options, maxArrayLength: iterableLimit }),
  jupyter: undefined,
  permissions: { query: (one: unknown) => Promise.resolve(querySync(one)), querySync },
  pid: process.pid,
};
