/**
 * The normal distribution's cumulative probability.
 *
 * @module
 */

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/** Where the rational approximation ends and the continued fraction begins. */
const TAIL = 7.07106781186547;

/**
 * The density is taken as even over an interval of less than this. In the range of the kernels, 100
 * deviations, that is right to 4e-10; the difference of two probabilities would be right to 1e-10.
 */
const NARROW = 1e-6;

/** Terms of Laplace's continued fraction, which is exact to the last digit for x > 7 with these. */
const TAIL_TERMS = 20;

/** Numerator and denominator of a rational approximation for |x| < 7.07, highest power first. */
const NUMERATOR = [
  3.52624965998911e-2,
  0.700383064443688,
  6.37396220353165,
  33.912866078383,
  112.079291497871,
  221.213596169931,
  220.206867912376,
];
const DENOMINATOR = [
  8.83883476483184e-2,
  1.75566716318264,
  16.064177579207,
  86.7807322029461,
  296.564248779674,
  637.333633378831,
  793.826512519948,
  440.413735824752,
];

/**
 * The probability that a standard normal variable is less than `x`, to about 13 digits.
 *
 * Source: Hart, "Computer Approximations", 1968, number 5666, as given by West, "Better
 * approximations to cumulative normal functions", Wilmott Magazine, 2005.
 */
export function normalCdf(x: number): number {
  return x > 0 ? 1 - lowerTail(x) : lowerTail(-x);
}

/** The probability that a standard normal variable lies between `a` and `b`. */
export function normalMass(a: number, b: number): number {
  // In the upper tail both probabilities are almost 1, and their difference would be lost.
  return a > 0 ? lowerTail(a) - lowerTail(b) : normalCdf(b) - normalCdf(a);
}

/**
 * The logarithm of {@linkcode normalMass}, right where the probability itself is 0 in float64.
 *
 * @param width `b - a`, where it is known better than from their difference.
 */
export function logNormalMass(a: number, b: number, width: number = b - a): number {
  if (b < 0) return logNormalMass(-b, -a, width);
  if (width < NARROW) return logNormalPdf((a + b) / 2) + Math.log(width);
  if (a < TAIL) return Math.log(normalMass(a, b));
  const [near, far] = [logLowerTail(a), logLowerTail(b)];
  return near + Math.log1p(-Math.exp(far - near));
}

/** The logarithm of the density of a standard normal variable at `x`. */
export function logNormalPdf(x: number): number {
  return -x * x / 2 - Math.log(SQRT_2PI);
}

/** The probability of less than `-x`, for x >= 0. */
function lowerTail(x: number): number {
  const exponential = Math.exp(-x * x / 2);
  if (x < TAIL) {
    return exponential * polynomial(NUMERATOR, x) / polynomial(DENOMINATOR, x);
  }
  return exponential / tailFraction(x) / SQRT_2PI;
}

/** The logarithm of the probability of less than `-x`, for x >= {@linkcode TAIL}. */
function logLowerTail(x: number): number {
  return x === Infinity ? -Infinity : -x * x / 2 - Math.log(tailFraction(x) * SQRT_2PI);
}

function tailFraction(x: number): number {
  let fraction = x;
  for (let k = TAIL_TERMS; k > 0; k--) fraction = x + k / fraction;
  return fraction;
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
