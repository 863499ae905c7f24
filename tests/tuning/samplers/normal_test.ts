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

// import numpy as np; from optuna.samplers._tpe._truncnorm import _log_gauss_mass
// [_log_gauss_mass(np.array([a]), np.array([b]))[0] for a, b in (...)]
const LOG_MASS = [
  [-1, 2, -0.20016629432446262],
  [-0.5, 0.5, -0.9599163336956222],
  [0.3, 0.4, -3.2831391992921932],
  [3, 3.001, -12.328193603728632],
  [7.1, 7.2, -28.761986213437773],
  [8, 8.5, -35.02879250857974],
  [40, 41, -804.6084420137538],
  [99, 100, -4906.014160387732],
  [20, 20.0001, -210.13027874017646],
];

Deno.test("logNormalMass is Optuna's, where the mass itself is 0 too", () => {
  for (const [a, b, expected] of LOG_MASS) {
    assertAlmostEquals(logNormalMass(a, b), expected, 1e-9 * Math.abs(expected));
    assertAlmostEquals(logNormalMass(-b, -a), expected, 1e-9 * Math.abs(expected));
  }
});

Deno.test("logNormalPdf is the logarithm of the slope of normalCdf", () => {
  for (const x of [-3, -0.5, 0, 1, 2]) {
    const slope = (normalCdf(x + 1e-5) - normalCdf(x - 1e-5)) / 2e-5;
    assertAlmostEquals(Math.exp(logNormalPdf(x)), slope, 1e-9);
  }
});
