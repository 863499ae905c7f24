import { assert, assertAlmostEquals } from "@std/assert";
import { RandomState } from "two-layer-net";
import {
  categoricalDistribution,
  type Distribution,
  floatDistribution,
  intDistribution,
} from "two-layer-net/tuning";
import { contains, fromNumber } from "../../../lib/tuning/distributions.ts";
import { ParzenEstimator } from "../../../lib/tuning/samplers/parzen_estimator.ts";

interface Dimension {
  distribution: Distribution;
  /** The i-th observation. */
  observe(i: number): number;
  points: number[];
}

const DIMENSIONS: Record<string, Dimension> = {
  x: {
    distribution: floatDistribution(-5, 5),
    observe: (i) => Math.sin(i + 1) * 5,
    points: [0.3, -4.9, 2],
  },
  lr: {
    distribution: floatDistribution(1e-6, 1, { log: true }),
    observe: (i) => Math.exp(Math.sin(2 * i + 1) * 3 - 5),
    points: [1e-3, 0.9, 2e-6],
  },
  units: {
    distribution: intDistribution(8, 512, { log: true }),
    observe: (i) => Math.round(8 + 200 * (Math.sin(3 * i) + 1) / 2),
    points: [8, 64, 500],
  },
  depth: {
    distribution: intDistribution(1, 9, { step: 2 }),
    observe: (i) => 1 + 2 * Math.round(2 * (Math.sin(5 * i) + 1)),
    points: [1, 5, 9],
  },
  dropout: {
    distribution: floatDistribution(0, 0.8, { step: 0.1 }),
    observe: (i) => 0.1 * Math.round(4 * (Math.sin(7 * i) + 1)),
    points: [0, 0.3, 0.8],
  },
  activation: {
    distribution: categoricalDistribution(["a", "b", "c"]),
    observe: (i) => i * i % 3,
    points: [0, 1, 2],
  },
};

// Optuna 5.0.0, with `obs(n)` and `pts` as above, `space` the same distributions:
// P = _ParzenEstimatorParameters(1.0, True, False, default_weights, True)
// np.exp(_ParzenEstimator(obs(n), space, P).log_pdf(pts))
const JOINT: [observations: number, densities: number[]][] = [
  [0, [1.446252708254483e-06, 1.8963904605267902e-07, 2.039263888597403e-08]],
  [1, [1.461290255623634e-06, 1.6301593028209418e-07, 1.4162434952519718e-08]],
  [2, [5.116397477130628e-07, 6.391141834192955e-08, 6.99575164209998e-09]],
  [7, [2.812793825079077e-07, 1.526144550353883e-07, 2.5492704670064644e-09]],
  [30, [5.05977623879119e-08, 6.634608167142588e-09, 7.134450922206652e-10]],
];
const SEVEN_OBSERVATIONS: Record<string, number[]> = {
  x: [0.07118649808638226, 0.12619947749779037, 0.07667591743062382],
  lr: [0.07247362146398056, 0.035680908682253834, 0.013692387705526757],
  units: [0.0036408333554040113, 0.006142357311917003, 8.236166426055352e-05],
  depth: [0.23860582804180297, 0.2101524867256127, 0.14180339063393077],
  dropout: [0.0760934416832795, 0.0952097273561882, 0.15542769680882373],
  activation: [0.3939393939393939, 0.4848484848484849, 0.12121212121212117],
};

function fit(dimensions: Dimension[], observations: number): ParzenEstimator {
  return new ParzenEstimator(
    dimensions.map(({ distribution }) => distribution),
    dimensions.map(({ observe }) =>
      Float64Array.from({ length: observations }, (_, i) => observe(i))
    ),
  );
}

Deno.test("ParzenEstimator has Optuna's density over one parameter", () => {
  for (const [name, densities] of Object.entries(SEVEN_OBSERVATIONS)) {
    const estimator = fit([DIMENSIONS[name]], 7);
    densities.forEach((density, i) => {
      assertAlmostEquals(
        Math.exp(estimator.logDensity([DIMENSIONS[name].points[i]])),
        density,
        1e-10 * density,
      );
    });
  }
});

Deno.test("ParzenEstimator has Optuna's density over several parameters", () => {
  const dimensions = Object.values(DIMENSIONS);
  for (const [observations, densities] of JOINT) {
    const estimator = fit(dimensions, observations);
    densities.forEach((density, i) => {
      const point = dimensions.map(({ points }) => points[i]);
      // NumPy's sort of more than 16 values is not stable, so it is chance there which of several
      // equal observations has which neighbours.
      const tolerance = observations > 16 ? 1e-4 : 1e-10;
      assertAlmostEquals(Math.exp(estimator.logDensity(point)), density, tolerance * density);
    });
  }
});

Deno.test("ParzenEstimator draws values of the distributions, as its density has them", () => {
  const dimensions = Object.values(DIMENSIONS);
  const rng = new RandomState(0);
  const estimator = fit(dimensions, 7);
  for (let i = 0; i < 200; i++) {
    estimator.sample(rng).forEach((x, d) => {
      const { distribution } = dimensions[d];
      assert(contains(distribution, fromNumber(distribution, x)));
    });
  }
  const depth = fit([DIMENSIONS.depth], 7);
  const draws = Array.from({ length: 4000 }, () => depth.sample(rng)[0]);
  for (const x of [1, 3, 5, 7, 9]) {
    const share = draws.filter((draw) => draw === x).length / draws.length;
    // Five standard deviations of a share of 4000 draws are 0.04 at most.
    assertAlmostEquals(share, Math.exp(depth.logDensity([x])), 0.04);
  }
});

const unit = (i: number, j: number) => (Math.sin(i * 7 + j * 3) + 1) / 2;
const at = (j: number) => (Math.cos(j) + 1) / 2;

/** So many equal parameters, six observations of each, and one point. */
const MANY: [number, Distribution, (i: number, j: number) => number, (j: number) => number][] = [
  [55, floatDistribution(0, 1e6), (i, j) => unit(i, j) * 1e6, (j) => at(j) * 1e6],
  [40, floatDistribution(0, 1e-8), (i, j) => unit(i, j) * 1e-8, (j) => at(j) * 1e-8],
  [1100, categoricalDistribution([false, true]), (i, j) => (i * j + i) % 2, (j) => j % 2],
  [
    300,
    floatDistribution(0, 1, { step: 0.1 }),
    (i, j) => Math.round(unit(i, j) * 10) * 0.1,
    (j) => j % 11 * 0.1,
  ],
];

// Optuna 5.0.0, _ParzenEstimator(obs, space, P).log_pdf(pts), with P as above.
const MANY_LOG_DENSITIES = [
  -763.04429346,
  734.00567479,
  -764.40780876,
  -721.59519011,
];

Deno.test("ParzenEstimator has Optuna's density where its product leaves float64", () => {
  MANY.forEach(([count, distribution, observe, point], test) => {
    const parameters = Array.from({ length: count }, (_, j) => j);
    const estimator = new ParzenEstimator(
      parameters.map(() => distribution),
      parameters.map((j) => Float64Array.from({ length: 6 }, (_, i) => observe(i, j))),
    );
    assertAlmostEquals(estimator.logDensity(parameters.map(point)), MANY_LOG_DENSITIES[test], 1e-7);
  });
});

Deno.test("ParzenEstimator has of a tiny step its width times the density", () => {
  const observations = [Float64Array.from({ length: 6 }, (_, i) => unit(i, 0))];
  const logDensity = (distribution: Distribution) =>
    new ParzenEstimator([distribution], observations).logDensity([0.25]);
  const even = logDensity(floatDistribution(0, 1));
  for (const step of [2 ** -12, 2 ** -20, 2 ** -40, 2 ** -60, 2 ** -1000]) {
    const stepped = logDensity(floatDistribution(0, 1, { step })) - Math.log(step);
    assertAlmostEquals(stepped, even, Math.max(4 * step, 1e-9));
  }
});

Deno.test("ParzenEstimator has the density of denormal numbers", () => {
  // Optuna 5.0.0: 0.25, 0.5 and 0.9 of [0, 1e-320] observed, log_pdf at 0.3 of it; three of them.
  const [seen, high] = [Float64Array.of(0.25e-320, 0.5e-320, 0.9e-320), 1e-320];
  const three = [0, 1, 2].map(() => floatDistribution(0, high));
  const found = new ParzenEstimator(three, [seen, seen, seen]).logDensity(
    [0.3e-320, 0.3e-320, 0.3e-320],
  );
  // A range of 2024 denormal steps has three digits.
  assertAlmostEquals(found, 2211.30155711, 0.05);
});
