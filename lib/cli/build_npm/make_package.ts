/**
 * All files of the npm package.
 *
 * @module
 */

import { gzipSync } from "node:zlib";
import { type Bundle, bundleModules } from "./bundle.ts";
import { declarations } from "./declarations.ts";
import {
  ENTRIES,
  type Entry,
  LICENSE,
  packageName,
  requirementsOf,
  sources,
  VERSION,
  WORKERS,
} from "./entries.ts";

const LIB = new URL("../../", import.meta.url);
const ROOT = new URL("../", LIB);

/** The least Node.js: it has a database without being asked for one. */
const NODE = ">=22.13";

/** The package: its files, and its modules as they were bundled. */
export interface Package {
  /** The contents of all files, by their paths. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  /** The modules in `dist`. */
  readonly dist: Bundle;
  /** The modules in `browser`. */
  readonly browser: Bundle;
}

/** Makes the package. */
export async function makePackage(): Promise<Package> {
  const dist = await bundleModules({
    entries: { ...sources(ENTRIES), ...WORKERS },
    platform: "node",
  });
  const browser = await bundleModules({
    entries: sources(ENTRIES.filter((entry) => entry.forBrowsers)),
    platform: "browser",
    minify: true,
  });
  const types = declarations(ENTRIES.map(sourcePath));
  const imports = [...dist.imports.values()].flat().filter(({ external }) => external);
  const files = new Map<string, Uint8Array | string>([
    ["package.json", manifest(imports.map(({ path }) => path))],
    ["README.md", await Deno.readTextFile(new URL("package_readme.md", import.meta.url))],
    ["LICENSE", await Deno.readTextFile(new URL("LICENSE", ROOT))],
    ...inFolder("dist", dist.files),
    ...inFolder("browser", browser.files),
    ...inFolder("types", types),
  ]);
  return { files, dist, browser };
}

function inFolder<T>(folder: string, files: ReadonlyMap<string, T>): [string, T][] {
  return Array.from(files, ([path, contents]) => [`${folder}/${path}`, contents]);
}

function sourcePath({ source }: Entry): string {
  return source.href.slice(LIB.href.length);
}

function manifest(imports: readonly string[]): string {
  const requirements = requirementsOf(imports);
  const optional = Object.keys(requirements.peerDependencies);
  const content = {
    name: "two-layer-net",
    version: VERSION,
    description: "The two-layer neural network of CS231n, exact to NumPy's last digit, and fast",
    license: LICENSE,
    type: "module",
    engines: { node: NODE },
    sideEffects: false,
    exports: Object.fromEntries(ENTRIES.map((entry) => [entry.subpath, conditions(entry)])),
    ...requirements,
    peerDependenciesMeta: Object.fromEntries(optional.map((name) => [name, { optional: true }])),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function conditions(entry: Entry): Record<string, string> {
  const { name, forBrowsers } = entry;
  return {
    types: `./types/${sourcePath(entry).replace(/\.ts$/, ".d.ts")}`,
    ...(forBrowsers ? { browser: `./browser/${name}.js` } : {}),
    default: `./dist/${name}.js`,
  };
}

/** What importing a module loads at once. */
export interface Load {
  /** Bytes of the modules. */
  readonly bytes: number;
  /** The same, each compressed by gzip. */
  readonly compressed: number;
  /** Packages of others. */
  readonly packages: readonly string[];
}

/** What importing a module of the bundle loads at once. */
export function loadOf(name: string, { files, imports }: Bundle): Load {
  const [names, packages] = [new Set([name]), new Set<string>()];
  for (const name of names) {
    for (const { path, external, isLate } of imports.get(name) ?? []) {
      if (isLate) continue;
      if (!external) names.add(path);
      else if (packageName(path)) packages.add(packageName(path));
    }
  }
  const contents = Array.from(names, (name) => files.get(name)!);
  return {
    bytes: contents.reduce((sum, { length }) => sum + length, 0),
    compressed: contents.reduce((sum, one) => sum + gzipSync(one).length, 0),
    packages: [...packages],
  };
}
