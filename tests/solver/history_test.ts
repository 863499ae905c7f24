import { assertEquals } from "@std/assert";
import { hasStalled, isLastBest } from "../../lib/solver/history.ts";

Deno.test("training has stalled after as many accuracies without improvement as patience allows", () => {
  const cases: [number[], { patience: number; minDelta?: number }, boolean][] = [
    [[], { patience: 1 }, false],
    [[0.5], { patience: 1 }, false],
    [[0.5, 0.5], { patience: 1 }, true],
    [[0.5, 0.4], { patience: 2 }, false],
    [[0.5, 0.4, 0.5], { patience: 2 }, true],
    [[0.5, 0.4, 0.51], { patience: 2 }, false],
    [[0.5, 0.4, 0.51], { patience: 2, minDelta: 0.02 }, true],
    [[0.5, 0.515, 0.53], { patience: 2, minDelta: 0.02 }, false],
  ];
  for (const [accuracies, options, stalled] of cases) {
    assertEquals(hasStalled(accuracies, options), stalled, `${accuracies}`);
  }
});

Deno.test("the last accuracy is the best if each before it is less", () => {
  const cases: [number[], boolean][] = [
    [[], false],
    [[0], true],
    [[0.1, 0.2], true],
    [[0.2, 0.2], false],
    [[0.3, 0.2], false],
  ];
  for (const [accuracies, best] of cases) assertEquals(isLastBest(accuracies), best);
});
