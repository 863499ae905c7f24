import { assertEquals } from "@std/assert";
import * as assignment from "two-layer-net/assignment";
import { getCifar10Data } from "two-layer-net";
import type { FrozenTrial } from "two-layer-net/tuning";

Deno.test("the first nets of the grid are the original's", async () => {
  const data = await getCifar10Data({ download: { onMessage: console.log } });
  const study = await assignment.runGrid({ data, backend: "wasm", size: 2, numTrials: 2 });
  const [first, second, third] = study.trials;
  const expected = assignment.EXPECTED_GRID.valAccuracies;
  assertEquals([first.value, second.value, third.state], [expected[0], expected[1], "WAITING"]);
  assertEquals(second.params, { hiddenSize: 40, learningRate: 1e-4, reg: 0.4 });
  const { rng } = [...assignment.replayGrid()][1];
  assertEquals(second.userAttributes.randomState, { ...rng.getState() });
});

Deno.test("rows are compared with the original's but for those that diverged there", () => {
  const trials = assignment.EXPECTED_GRID.valAccuracies.map((value, number) => {
    const isChaotic = assignment.isDiverged(assignment.gridPoints()[number]);
    return { number, value: isChaotic ? 0.1 : value, state: "COMPLETE" } as FrozenTrial;
  });
  assertEquals(assignment.compareWithOriginal(trials), { compared: 45, different: [] });
  const wrong = { ...trials[13], value: 0.2 };
  const waiting = { ...trials[2], value: null, state: "WAITING" } as FrozenTrial;
  const others = trials.filter(({ number }) => number !== 13 && number !== 2);
  assertEquals(assignment.compareWithOriginal([...others, waiting, wrong]), {
    compared: 44,
    different: [{ trial: wrong, expected: 0.276 }],
  });
});
