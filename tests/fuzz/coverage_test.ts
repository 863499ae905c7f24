import { assertEquals } from "@std/assert";
import * as library from "./library.ts";
import * as notebook from "two-layer-net/notebook";
import * as plotting from "two-layer-net/plotting";
import * as tfjs from "two-layer-net/tfjs";
import { CALLS } from "./calls.ts";
import { study } from "./fixtures.ts";

/** What objects have that entries give out, though their classes are in none. */
const GIVEN = { Trial: study().ask() };

Deno.test("fuzz: every function, class and method of every entry has its call", () => {
  const { assignment, ...main } = library;
  const expected = [
    ...[main, notebook, plotting, tfjs].flatMap((entry) => callables("", entry)),
    ...callables("assignment.", assignment),
    ...Object.entries(GIVEN).flatMap(([name, value]) => allMethods(`${name}#`, value)),
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
      ...(value.prototype instanceof Error ? [] : [`new ${name}`]), // which take any message
      ...methods(value).map((method) => `${name}.${method}`),
      ...methods(value.prototype).map((method) => `${name}#${method}`),
    ];
  });
}

function allMethods(prefix: string, value: object): string[] {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return [];
  return [...methods(prototype).map((name) => prefix + name), ...allMethods(prefix, prototype)];
}

function methods(owner: object): string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(owner))
    .filter(([name, { value }]) => name !== "constructor" && typeof value === "function")
    .map(([name]) => name);
}
