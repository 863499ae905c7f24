/** A search as `trialRows` has it, with what its trials reported: one failed, one diverged. */
export const trials = Array.from({ length: 20 }, (_, number) => {
  const isPruned = number % 5 === 4, hasFailed = number === 13;
  const value = hasFailed ? null : 0.3 + 0.01 * ((number * 7) % 20);
  return {
    number,
    learningRate: 10 ** (-4 + number / 10),
    hiddenSize: 20 + (number * 37) % 100,
    rule: number % 2 === 0 ? "sgd" : "adam",
    value,
    state: hasFailed ? "FAIL" as const : isPruned ? "PRUNED" as const : "COMPLETE" as const,
    diverged: number === 7,
    values: Array.from(
      { length: isPruned ? 3 : 8 },
      (_, epoch) => 0.1 + ((value ?? 0.2) - 0.1) * (1 - 0.6 ** epoch) / (1 - 0.6 ** 7),
    ),
  };
});
