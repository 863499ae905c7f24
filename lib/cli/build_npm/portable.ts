/**
 * How modules are found and read for a bundle, and what other runtimes get in the place of what is
 * Deno's alone.
 *
 * @module
 */

// A package's files have a path to read only once it is part of the module graph.
import "@bufbuild/protobuf/wire";
import "@noble/hashes/sha2.js";
import "fflate/browser";
import type { Loader, OnLoadResult, OnResolveArgs, OnResolveResult, Plugin } from "esbuild-wasm";
import type { Platform } from "./bundle.ts";
import { VERSION } from "./entries.ts";

const ROOT = new URL("../../../", import.meta.url);
const PLATFORM = new URL("platform/", import.meta.url);

/** Modules are known by their URLs, ours by those from the root: no folder of the builder's is told. */
const NAMESPACE = "url";

function idOf({ href }: URL): string {
  return href.startsWith(ROOT.href) ? href.slice(ROOT.href.length) : href;
}

/** Modules of ours that are written anew, by their paths. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  // Other runtimes know no source phase imports, or take them for files to fetch.
  "lib/backends/wasm/modules.js": `
    export const compiledKernels = async (relaxed) => WebAssembly.compile(
      (relaxed ? await import("./kernels_relaxed.wasm") : await import("./kernels.wasm")).default
    );
  `,
  // A package has the version, not the configuration that it stands in.
  "lib/internal/version.ts": `export const VERSION = ${JSON.stringify(VERSION)};`,
  // There is no checkout beside a package.
  "lib/internal/data_file.ts": "export const dataFile = (name) => `data/${name}`;",
  // Only Deno reads a program's imports before it runs.
  "lib/internal/import_late.ts": "export const importLate = (url) => import(url);",
};

/** What browsers get for the modules of Node.js: files beside this one. */
const BROWSER_MODULES = [
  "node:crypto",
  "node:path",
  "node:timers",
  "node:url",
  "node:worker_threads",
  "node:zlib",
];

/** Packages that bundles for browsers hold, and from where; others stay imports. */
const BROWSER_PACKAGES: Readonly<Record<string, string>> = {
  "@bufbuild/protobuf/wire": import.meta.resolve("@bufbuild/protobuf/wire"),
  "@noble/hashes/sha2.js": import.meta.resolve("@noble/hashes/sha2.js"),
  "fflate": import.meta.resolve("fflate/browser"),
};

/** The bundler's plugin. */
export function portable(platform: Platform, entries: Readonly<Record<string, URL>>): Plugin {
  return {
    name: "portable",
    setup(build) {
      build.onResolve({ filter: /.*/ }, (args) => resolve(args, platform));
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => load(path, entries));
    },
  };
}

function resolve(
  { path, importer, kind }: OnResolveArgs,
  platform: Platform,
): OnResolveResult {
  if (kind === "entry-point") return { path: idOf(new URL(path)), namespace: NAMESPACE };
  if (/^(\.|\/|file:)/.test(path)) return found(new URL(path, new URL(importer, ROOT)));
  const isBrowser = platform === "browser";
  if (isBrowser && BROWSER_MODULES.includes(path)) {
    return found(new URL(`browser/${path.slice("node:".length)}.ts`, PLATFORM));
  }
  if (isBrowser && path in BROWSER_PACKAGES) return found(new URL(BROWSER_PACKAGES[path]));
  return { path, external: true };
}

/** A module; all but the platform's do nothing but define what they export. */
function found(url: URL): OnResolveResult {
  const sideEffects = url.href.startsWith(PLATFORM.href);
  return { path: idOf(url), namespace: NAMESPACE, sideEffects };
}

async function load(path: string, entries: Readonly<Record<string, URL>>): Promise<OnLoadResult> {
  const url = new URL(path, ROOT);
  const loader = loaderOf(url.pathname);
  if (loader === "binary") return { contents: await Deno.readFile(url), loader };
  const contents = REPLACEMENTS[path] ?? await Deno.readTextFile(url);
  return { contents: withOutputs(contents, url, entries), loader };
}

function loaderOf(path: string): Loader {
  if (path.endsWith(".wasm")) return "binary";
  if (path.endsWith(".json")) return "json";
  return path.endsWith(".ts") ? "ts" : "js";
}

/** The text of a module, with the addresses of other modules led to the outputs of those. */
function withOutputs(text: string, url: URL, entries: Readonly<Record<string, URL>>): string {
  return text.replace(/new URL\("(\.[^"]+\.ts)", import\.meta\.url\)/g, (whole, relative) => {
    const { href } = new URL(relative, url);
    const name = Object.keys(entries).find((name) => entries[name].href === href);
    return name === undefined ? whole : `new URL("./${name}.js", import.meta.url)`;
  });
}
