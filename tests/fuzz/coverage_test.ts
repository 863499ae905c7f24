import { assertEquals } from "@std/assert";
import * as library from "./library.ts";
import * as notebook from "two-layer-net/notebook";
import * as plotting from "two-layer-net/plotting";
import * as tfjs from "two-layer-net/tfjs";
import { CALLS } from "./calls.ts";

/** What cannot be called: SuggestingTrial is abstract, and errors take any message. */
const isUncallable = (value: { prototype: unknown }): boolean =>
  value.prototype instanceof Error || value === library.SuggestingTrial;

Deno.test("fuzz: every function, class and method of every entry has its call", () => {
  const { assignment, ...main } = library;
  const expected = [
    ...[main, notebook, plotting, tfjs].flatMap((entry) => callables("", entry)),
    ...callables("assignment.", assignment),
  ];
  const found = Object.keys(CALLS).map((name) => name.split(",")[0]);
  assertEquals([...new Set(found)].sort(), expected.sort());
});

function callables(prefix: string, module: object): string[] {
  return Object.entries(module).flatMap(([key, value]) => {
    if (typeof value !== "function") return [];
    const name = prefix + key;
    if (!/^class\b/.test(Function.prototype.toString.call(value))) return [name];
    return [
      ...(isUncallable(value) ? [] : [`new ${name}`]),
      ...methods(value).map((method) => `${name}.${method}`),
      ...methods(value.prototype).map((method) => `${name}#${method}`),
    ];
  });
}

function methods(owner: object): string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(owner))
    .filter(([name, { value }]) => name !== "constructor" && typeof value === "function")
    .map(([name]) => name);
}
