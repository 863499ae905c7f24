import { assertAlmostEquals } from "@std/assert";
import {
  logNormalMass,
  logNormalPdf,
  normalCdf,
  normalMass,
} from "../../../lib/tuning/samplers/normal.ts";

// python3 -c "import math; [print(x, 0.5 * math.erfc(-x / math.sqrt(2))) for x in (...)]"
const CDF = [
  [0, 0.5],
  [0.5, 0.6914624612740131],
  [-1, 0.15865525393145707],
  [2.5, 0.9937903346742238],
  [-3, 0.0013498980316300957],
  [6.9, 0.9999999999973999],
  [-7.2, 3.0106279811174455e-13],
  [-20, 2.7536241186063314e-89],
];

Deno.test("normalCdf equals the C library's error function", () => {
  for (const [x, expected] of CDF) assertAlmostEquals(normalCdf(x), expected, 1e-12 * expected);
});

Deno.test("normalMass loses no digits in either tail", () => {
  const mass = 6.126165226049786e-16; // between 8 and 8.5, by the same command
  assertAlmostEquals(normalMass(8, 8.5), mass, 1e-12 * mass);
  assertAlmostEquals(normalMass(-8.5, -8), mass, 1e-12 * mass);
});

Deno.test("logNormalPdf is that of the slope of normalCdf", () => {
  for (const x of [-3, -0.5, 0, 1, 2]) {
    const slope = (normalCdf(x + 1e-5) - normalCdf(x - 1e-5)) / 2e-5;
    assertAlmostEquals(Math.exp(logNormalPdf(x)), slope, 1e-9);
  }
});

// NumPy: f = -x**2 / 2 - log(sqrt(2 π)) at 2,000,001 points x from a to b, by
// f.max() + log(trapezoid(exp(f - f.max()), x))
const LOG_MASSES: [a: number, b: number, expected: number][] = [
  [-1, 1, -0.38171514630218506],
  [0.3, 0.3 + 1e-9, -21.687204343071866],
  [5, 5 + 1e-5, -24.93188899812526],
  [39, 40, -765.0831565643459],
];

Deno.test("logNormalMass holds where the mass itself is lost", () => {
  for (const [a, b, expected] of LOG_MASSES) {
    assertAlmostEquals(logNormalMass(a, b), expected, 1e-3);
    assertAlmostEquals(logNormalMass(-b, -a), expected, 1e-3);
  }
});
