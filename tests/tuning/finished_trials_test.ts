import { assertEquals } from "@std/assert";
import {
  createStudy,
  type EpochInfo,
  finishedTrials,
  GridSampler,
  type Pruner,
  reportEpochs,
} from "two-layer-net";

const epoch = (epoch: number, valAccuracy: number): EpochInfo => (
  { epoch, valAccuracy, trainAccuracy: 0, iteration: 0, numIters: 1, loss: 0, learningRate: 1 }
);

Deno.test("epochs are reported until the pruner says stop, and finished trials tell it", async () => {
  const pruner: Pruner = {
    prune: (_, { intermediateValues }) => intermediateValues.get(1) === 0.1,
  };
  const sampler = new GridSampler({ rate: [0.3, 0.1, -1, 5] });
  const study = createStudy({ direction: "maximize", sampler, pruner });
  await study.optimize((trial) => {
    const rate = trial.suggestFloat("rate", -1, 5);
    if (rate < 0) throw new Error("no net");
    const { onEpoch } = reportEpochs(trial);
    for (let i = 0; i < 3; i++) onEpoch!(epoch(i, i * rate));
    return 2 * rate;
  }, { numTrials: 3 });
  assertEquals(finishedTrials(study), [
    {
      number: 0,
      state: "COMPLETE",
      value: 0.6,
      params: { rate: 0.3 },
      steps: [0, 1, 2],
      values: [0, 0.3, 0.6],
    },
    {
      number: 1,
      state: "PRUNED",
      value: 0.1,
      params: { rate: 0.1 },
      steps: [0, 1],
      values: [0, 0.1],
    },
    { number: 2, state: "FAIL", value: null, params: { rate: -1 }, steps: [], values: [] },
  ]);
});
