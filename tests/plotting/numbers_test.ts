import { assertEquals } from "@std/assert";
import { finite, label } from "../../lib/plotting/drawing/numbers.ts";

Deno.test("specs keep every digit, and null for not finite", () => {
  const cases: [number, number | null][] = [
    [2.3029541234, 2.3029541234],
    [3.5613181234e-9, 3.5613181234e-9],
    [1_234_567, 1_234_567],
    [0, 0],
    [NaN, null],
    [-Infinity, null],
  ];
  for (const [value, expected] of cases) assertEquals(finite(value), expected);
});

Deno.test("labels are short and alike", () => {
  const cases: [unknown, string][] = [
    [1e-4, "1e-4"],
    [5e-3, "5e-3"],
    [0.2, "0.2"],
    [120, "120"],
    [0.48700001, "0.487"],
    [12_345.678, "12346"],
    [1.5e7, "1.5e7"],
    [-3e-9, "-3e-9"],
    [0, "0"],
    [NaN, "NaN"],
    ["adam", "adam"],
    [true, "true"],
  ];
  for (const [value, expected] of cases) assertEquals(label(value), expected);
});
