/** Imports run downwards only: between rooms, and in no circle between files. */

import { assertEquals } from "@std/assert";
import { dirname, join, normalize } from "node:path";

const LIB = new URL("../lib/", import.meta.url).pathname;

/** Rooms that a room may import from, beside itself. */
const BELOW: Record<string, string[]> = {};
const layers = (...names: string[]) => {
  for (const [i, name] of names.entries()) {
    BELOW[name] = [...(BELOW[name] ?? []), ...names.slice(0, i)];
  }
};
layers(
  "internal",
  "matrix",
  "random",
  "backends",
  "optim",
  "datasets",
  "evaluation",
  "solver",
  "nn",
  "tfjs",
);
layers("internal", "random", "tuning");
layers("internal", "plotting", "notebook", "jupyter");
const NETS = [...BELOW.tfjs, "tfjs"];
BELOW.engines = NETS;
BELOW.training = [...NETS, "engines"];
BELOW.formats = [...BELOW.training, "training"];
BELOW.search = [...BELOW.training, "training", "tuning"];
BELOW.dashboard = [...BELOW.search, "search", "plotting"];
BELOW.assignment = [...BELOW.search, "search"];
BELOW.playground = [...BELOW.training, "training"];
BELOW.cli = [
  ...[...BELOW.assignment, "formats", "assignment", "plotting", "notebook", "jupyter"],
  "playground",
  "dashboard",
];

interface Module {
  readonly room: string;
  /** Everything that is imported, types too. */
  readonly imports: string[];
  /** What is imported when the program runs. */
  readonly loads: string[];
}

function readModule(path: string): Module {
  const source = Deno.readTextFileSync(join(LIB, path)).replace(/\/\*[\s\S]*?\*\//g, "");
  const found = source.matchAll(/^(import|export)\s+(type\s)?([^"';]*?from\s+)?"(\.[^"]+)";/gm);
  const imports: string[] = [], loads: string[] = [];
  for (const [, , type, names = "", specifier] of found) {
    const target = normalize(join(dirname(path), specifier));
    imports.push(target);
    const listed = names.match(/\{([\s\S]*)\}/)?.[1].split(",").map((name) => name.trim());
    const isTypes = type || listed?.filter(Boolean).every((name) => name.startsWith("type "));
    if (!isTypes) loads.push(target);
  }
  return { room: path.includes("/") ? path.split("/")[0] : "", imports, loads };
}

function* modules(folder = ""): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(join(LIB, folder))) {
    const path = join(folder, name);
    if (isDirectory && name !== "assembly") yield* modules(path);
    else if (name.endsWith(".ts") && !name.endsWith(".d.ts")) yield path;
  }
}

const MODULES = new Map(Array.from(modules(), (path) => [path, readModule(path)]));

Deno.test("rooms import from rooms below them alone", () => {
  const upwards = [...MODULES].flatMap(([path, { room, imports }]) => {
    if (room === "") return [];
    return imports.filter((target) => {
      const other = MODULES.get(target)?.room;
      return other !== undefined && other !== room && !BELOW[room]?.includes(other);
    }).map((target) => `${path} imports ${target}`);
  });
  assertEquals(upwards, []);
});

Deno.test("no files load one another in a circle", () => {
  const circles: string[] = [], done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) return void circles.push([...trail, path].join(" → "));
    if (done.has(path)) return;
    for (const target of MODULES.get(path)?.loads ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of MODULES.keys()) visit(path, []);
  assertEquals([MODULES.size > 300, circles], [true, []]);
});
