import { assertEquals } from "@std/assert";
import { exponential, fixed } from "../../lib/internal/printf.ts";

// python3 -c 'for x in [40, 1e-4, 3.561318e-9, 0, -1e100, float("nan"), float("inf"), -float("inf")]:
//   print("%e %f" % (x, x))' (the large number's %f left out)
Deno.test("numbers print as Python prints them", () => {
  const numbers = [40, 1e-4, 3.561318e-9, 0, -1e100, NaN, Infinity, -Infinity];
  assertEquals(numbers.map((x) => exponential(x)), [
    "4.000000e+01",
    "1.000000e-04",
    "3.561318e-09",
    "0.000000e+00",
    "-1.000000e+100",
    "nan",
    "inf",
    "-inf",
  ]);
  assertEquals([40, 1e-4, 3.561318e-9, 0, NaN].map((x) => fixed(x)), [
    "40.000000",
    "0.000100",
    "0.000000",
    "0.000000",
    "nan",
  ]);
  assertEquals(fixed(2.345678, 2), "2.35");
});
