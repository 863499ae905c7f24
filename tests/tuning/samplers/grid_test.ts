import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createStudy, GridSampler, type ParamValue, type Trial } from "two-layer-net/tuning";

const GRID = { hiddenSize: [100, 75], activation: ["relu", "tanh"], reg: [0, 0.5] };
const POINTS = [
  [100, "relu", 0],
  [100, "relu", 0.5],
  [100, "tanh", 0],
  [100, "tanh", 0.5],
  [75, "relu", 0],
  [75, "relu", 0.5],
  [75, "tanh", 0],
  [75, "tanh", 0.5],
];

function suggestAll(trial: Trial): ParamValue[] {
  return [
    trial.suggestInt("hiddenSize", 1, 500),
    trial.suggestCategorical("activation", ["tanh", "relu"]),
    trial.suggestFloat("reg", 0, 1),
  ];
}

Deno.test("GridSampler gives each point once, in the order of nested loops", async () => {
  const seen: ParamValue[][] = [];
  const study = createStudy({ sampler: new GridSampler(GRID) });
  const objective = (trial: Trial) => seen.push(suggestAll(trial));
  await study.optimize(objective, { numTrials: 3 });
  await study.optimize(objective);
  assertEquals(seen, POINTS);
  assertThrows(() => study.ask(), Error, "its grid is finished");
});

Deno.test("GridSampler refuses a parameter it has no list for", async () => {
  const study = createStudy({ sampler: new GridSampler({ a: [1] }) });
  await assertRejects(
    () => study.optimize((trial) => trial.suggestFloat("b", 0, 1)),
    Error,
    "Expected the parameter's name to be one of the grid's (a) but found \"b\"",
  );
});

Deno.test("GridSampler refuses a point outside the distribution asked for", async () => {
  const study = createStudy({ sampler: new GridSampler({ a: [2] }) });
  await assertRejects(
    () => study.optimize((trial) => trial.suggestFloat("a", 0, 1)),
    Error,
    "Expected the proposed a to be in",
  );
});

const REFUSED: [string, Record<string, ParamValue[]>, string][] = [
  ["no list", {}, "Expected grid to be one or more lists"],
  ["an empty list", { a: [1], b: [] }, "Expected b to be a list of one or more values"],
  ["a value that comes twice", { a: [1, 2, 1] }, "Expected a[2] to be unlike"],
  ["a value that is none", { a: [Infinity] }, "Expected a[0]"],
];

for (const [what, grid, message] of REFUSED) {
  Deno.test(`GridSampler refuses ${what}`, () => {
    assertThrows(() => new GridSampler(grid), RangeError, message);
  });
}
