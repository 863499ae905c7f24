/**
 * The library as JavaScript modules for other runtimes.
 *
 * @module
 */

import * as esbuild from "esbuild-wasm/esm/browser.js";
import { portable } from "./portable.ts";

type Outputs = esbuild.Metafile["outputs"];

/** What {@linkcode bundle} makes modules for: Node.js (and Bun), or browsers. */
export type Platform = "node" | "browser";

/** What {@linkcode bundle} takes. */
export interface BundleOptions {
  /** Modules that others import or start as workers: file URLs by the names of their outputs. */
  entries: Readonly<Record<string, URL>>;
  /** Where the modules are to run. */
  platform: Platform;
  /** Whether to leave out what only people read. Default: false. */
  minify?: boolean;
}

/** The oldest engines that run the modules; all have threads on shared memory and 128-bit SIMD. */
const TARGETS: Record<Platform, string[]> = {
  node: ["node22"],
  browser: ["chrome110", "firefox115", "safari17"],
};

/**
 * Bundles modules, each in `NAME.js`, and what several of them share beside them in `chunk-….js`. All
 * belong into one folder. The kernels of the wasm backend lie inside, and so do the programs of its
 * threads; `new URL("./module.ts", import.meta.url)` leads to the output of that entry.
 *
 * For Node.js, npm packages stay imports; for browsers they are bundled too.
 *
 * @returns The contents of the files by name.
 * @throws {Error} If a module is not there or has an error, naming the place.
 */
export async function bundle(options: BundleOptions): Promise<Map<string, Uint8Array>> {
  return (await bundleModules(options)).files;
}

/** What {@linkcode bundleModules} makes. */
export interface Bundle {
  /** The contents of the files by name. */
  readonly files: Map<string, Uint8Array>;
  /** What each of them imports. */
  readonly imports: ReadonlyMap<string, readonly Import[]>;
}

/** An import of another file of the bundle, by its name, or of a module from elsewhere. */
export interface Import {
  readonly path: string;
  readonly external: boolean;
  /** Whether it is decided while the program runs. */
  readonly isLate: boolean;
}

/** The same, with what the modules import. */
export async function bundleModules(
  { entries, platform, minify = false }: BundleOptions,
): Promise<Bundle> {
  await (started ??= start());
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: Object.entries(entries).map(([out, { href }]) => ({ in: href, out })),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: TARGETS[platform],
    charset: "utf8",
    keepNames: true, // error messages name classes
    minify,
    write: false,
    metafile: true,
    outdir: "/",
    chunkNames: "chunk-[hash]",
    logLevel: "silent", // what is wrong is thrown
    plugins: [portable(platform, entries)],
    inject: [new URL(`platform/${platform}.ts`, import.meta.url).href],
  });
  const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  const importsOf = ({ imports }: Outputs[string]) =>
    imports.map(({ path, external = false, kind }) => ({
      path: external ? path : nameOf(path),
      external,
      isLate: kind === "dynamic-import",
    }));
  return {
    files: new Map(outputFiles.map(({ path, contents }) => [nameOf(path), contents])),
    imports: new Map(
      Object.entries(metafile.outputs).map(([path, output]) => [nameOf(path), importsOf(output)]),
    ),
  };
}

let started: Promise<void> | undefined;

/** esbuild as WebAssembly, in this thread: its own program would take leave to run any file. */
async function start(): Promise<void> {
  // A package's files have a path to read only once it is part of the module graph.
  const wasm = await Deno.readFile(new URL(import.meta.resolve("esbuild-wasm/esbuild.wasm")));
  await esbuild.initialize({ wasmModule: await WebAssembly.compile(wasm), worker: false });
}
