/**
 * What the runs come to: medians, spread, ratios.
 */

import { type Goal, GOALS } from "./contestants.ts";
import type { Result } from "./process.ts";

/** The results of each contestant, by label, one a round. */
export type Results = ReadonlyMap<string, readonly Result[]>;

/** One line for each contestant. The first one's losses are those that the others are held against. */
export function contestantLines(results: Results): string[] {
  const [reference] = results.values();
  const header = line("", "median s", "least", "most", "peak MB", "loss differs by");
  return [
    header,
    ...[...results].map(([label, runs]) => {
      const seconds = sorted(runs.map((run) => run.seconds));
      const memory = runs[0].peakMegabytes;
      return line(
        label,
        quantile(seconds, 0.5).toFixed(2),
        seconds[0].toFixed(2),
        seconds.at(-1)!.toFixed(2),
        memory === undefined ? "" : memory.toFixed(0),
        greatestDifference(runs[0].losses, reference[0].losses).toExponential(1),
      );
    }),
  ];
}

/** One line for each ratio that was set as a goal and that both have run for. */
export function goalLines(results: Results): string[] {
  return GOALS.flatMap((goal) => {
    const ours = results.get(goal.ours), peer = results.get(goal.peer);
    return ours && peer ? [goalLine(goal, ours, peer)] : [];
  });
}

/** Ratios are taken within a round, since the machine drifts from one to the next. */
function goalLine(goal: Goal, ours: readonly Result[], peer: readonly Result[]): string {
  const ratios = sorted(ours.map((run, round) => peer[round].seconds / run.seconds));
  const median = quantile(ratios, 0.5);
  const spread = `${quantile(ratios, 0.25).toFixed(2)} to ${quantile(ratios, 0.75).toFixed(2)}`;
  const verdict = median >= goal.least ? "met" : "missed";
  return `${goal.ours} is ${median.toFixed(2)} × as fast as ${goal.peer} ` +
    `(quartiles ${spread}); at least ${goal.least}: ${verdict}`;
}

/** The quantile of sorted values, between neighbours by proportion, as NumPy's default. */
export function quantile(values: readonly number[], fraction: number): number {
  const at = fraction * (values.length - 1), below = Math.floor(at);
  const above = Math.min(below + 1, values.length - 1);
  return values[below] + (at - below) * (values[above] - values[below]);
}

function sorted(values: number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

function greatestDifference(a: number[], b: number[]): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i])));
}

function line(label: string, ...cells: string[]): string {
  return label.padEnd(26) + cells.map((cell) => cell.padStart(10)).join("  ");
}
