import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  categoricalDistribution,
  createStudy,
  type Distribution,
  floatDistribution,
  intDistribution,
  type ParamValue,
  RandomSampler,
} from "two-layer-net/tuning";

const study = createStudy();

function draws(distribution: Distribution, count: number): ParamValue[] {
  const sampler = new RandomSampler({ seed: 1 });
  return Array.from(
    { length: count },
    (_, trial) => sampler.sample(study, trial, "p", distribution),
  );
}

/** Draws, and the share of them that should fall below a bound (0.05 is 4.5 deviations of 2000). */
const SHARES: [string, Distribution, (value: ParamValue) => boolean, number][] = [
  ["float", floatDistribution(-1, 3), (x) => Number(x) < 0, 0.25],
  ["log float", floatDistribution(1e-4, 1, { log: true }), (x) => Number(x) < 1e-3, 0.25],
  ["stepped float", floatDistribution(0, 0.4, { step: 0.1 }), (x) => x === 0, 0.2],
  ["int", intDistribution(1, 4), (x) => x === 4, 0.25],
  [
    "log int",
    intDistribution(1, 15, { log: true }),
    (x) => Number(x) < 4,
    Math.log(3.5 / 0.5) / Math.log(31),
  ],
  ["categorical", categoricalDistribution(["a", "b", null]), (x) => x === null, 1 / 3],
];

for (const [name, distribution, below, share] of SHARES) {
  Deno.test(`RandomSampler draws evenly from a ${name} distribution`, () => {
    const values = draws(distribution, 2000);
    assertAlmostEquals(values.filter(below).length / 2000, share, 0.05);
  });
}

Deno.test("RandomSampler's draws follow from seed, trial and name alone", () => {
  const x = floatDistribution(0, 1);
  const draw = (seed: number, trial: number, name: string) =>
    new RandomSampler({ seed }).sample(study, trial, name, x);
  assertEquals(draw(0, 7, "lr"), draw(0, 7, "lr"));
  const others = [draw(1, 7, "lr"), draw(0, 8, "lr"), draw(0, 7, "reg"), draw(0, 7, "lr")];
  assert(new Set(others).size === 4);
});
