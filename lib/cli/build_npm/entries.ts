/**
 * What the package offers under which names, and what it takes from others: as deno.json has it.
 *
 * @module
 */

import config from "../../../deno.json" with { type: "json" };

const ROOT = new URL("../../../", import.meta.url);

/** Cells of notebooks run in Deno's kernel alone. */
const DENO_ONLY = ["./notebook"];

/** Entries that browsers can use too: the others read files, start processes or keep databases. */
const FOR_BROWSERS = [".", "./formats", "./training"];

/** A name that programs import. */
export interface Entry {
  /** As package.json has it: ".", "./training". */
  readonly subpath: string;
  /** Its module's name in the package. */
  readonly name: string;
  /** Its source. */
  readonly source: URL;
  /** Whether there is one for browsers. */
  readonly forBrowsers: boolean;
}

/** The entries of the package. */
export const ENTRIES: readonly Entry[] = Object.entries(config.exports)
  .filter(([subpath]) => !DENO_ONLY.includes(subpath))
  .map(([subpath, path]) => ({
    subpath,
    name: subpath === "." ? "index" : subpath.slice(2),
    source: new URL(path, ROOT),
    forBrowsers: FOR_BROWSERS.includes(subpath),
  }));

/** Modules that are started as workers, by their names in the package. */
export const WORKERS: Readonly<Record<string, URL>> = {
  search_worker: new URL("lib/search/worker.ts", ROOT),
  redis_log_thread: new URL("lib/tuning/optuna/redis_log_thread.ts", ROOT),
};

/** Sources by the names of the outputs, as the bundler wants them. */
export function sources(entries: readonly Entry[]): Record<string, URL> {
  return Object.fromEntries(entries.map(({ name, source }) => [name, source]));
}

/** Packages that are fetched only by those who install them: they are large. */
const OPTIONAL = [
  "@expo-google-fonts/arimo",
  "@resvg/resvg-wasm",
  "@tensorflow/tfjs",
  "@tensorflow/tfjs-backend-wasm",
  "@tensorflow/tfjs-backend-webgpu",
  "bullmq",
  "ioredis",
  "vega",
  "vega-lite",
];

/** What package.json says of other packages. */
export interface Requirements {
  readonly dependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
}

/** The packages that modules import, in the versions that the library is tested with. */
export function requirementsOf(specifiers: Iterable<string>): Requirements {
  const requirements: Requirements = { dependencies: {}, peerDependencies: {} };
  const names = new Set(Array.from(specifiers, packageName).filter((name) => name !== ""));
  for (const name of [...names].sort()) {
    const kind = OPTIONAL.includes(name) ? "peerDependencies" : "dependencies";
    requirements[kind][name] = `^${versionOf(name)}`;
  }
  return requirements;
}

/** The package of an import; none of the runtime's own modules. */
export function packageName(specifier: string): string {
  if (specifier.startsWith("node:") || specifier.startsWith(".")) return "";
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function versionOf(name: string): string {
  for (const target of Object.values(config.imports)) {
    const version = target.startsWith(`npm:${name}@`) && target.slice(`npm:${name}@`.length);
    if (version) return version.split("/")[0];
  }
  throw new Error(`deno.json has no version of the package ${name}`);
}

/** Name, version and licence. */
export const { version: VERSION, license: LICENSE } = config;
