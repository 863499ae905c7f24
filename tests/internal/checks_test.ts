import { assertEquals, assertThrows } from "@std/assert";
import {
  checkChoice,
  checkInteger,
  checkNumber,
  checkPositive,
  quote,
} from "../../lib/internal/checks.ts";

Deno.test("checks name the argument, say what was expected and quote what came", () => {
  const refusals: [() => void, string][] = [
    [() => checkInteger("size", 0.5, 1), "size to be an integer of at least 1 but found 0.5"],
    [() => checkInteger("i", 5, 0, 3), "i to be an integer from 0 to 3 but found 5"],
    [() => checkInteger("i", "5" as never, 0), 'i to be an integer of at least 0 but found "5"'],
    [() => checkNumber("reg", -1, 0), "reg to be a finite number of at least 0 but found -1"],
    [() => checkNumber("x", NaN), "x to be a finite number but found NaN"],
    [() => checkNumber("p", 2, 0, 1), "p to be a finite number from 0 to 1 but found 2"],
    [() => checkPositive("h", 0), "h to be a finite number greater than 0 but found 0"],
    [() => checkChoice("name", "b", ["a"]), 'name to be one of "a" but found "b"'],
  ];
  for (const [call, message] of refusals) assertThrows(call, RangeError, `Expected ${message}`);
});

Deno.test("checks let good values pass", () => {
  checkInteger("i", 3, 0, 3);
  checkNumber("x", -1.5);
  checkPositive("h", 1e-300);
  checkChoice("name", "a", ["a", "b"]);
});

Deno.test("quotes are short and on one line", () => {
  assertEquals([null, undefined, 1n, -0].map(quote), ["null", "undefined", "1n", "0"]);
  assertEquals(quote(function f() {}), "function f");
  const long = quote(Array.from({ length: 1000 }, (_, i) => `element ${i} of a long list`));
  assertEquals([long.length <= 80, long.includes("\n")], [true, false]);
});
