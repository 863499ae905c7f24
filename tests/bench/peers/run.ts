/**
 * `deno task bench:peers`: the assignment's default run, ours and the peers' alternately.
 */

import { defaultCifar10Dir } from "../../../lib/datasets/cifar10_files.ts";
import { EXIT, newCommand, parseArguments } from "../../../lib/cli/shared/command_line.ts";
import { integer } from "../../../lib/cli/shared/numbers.ts";
import { type Contestant, CONTESTANTS } from "./contestants.ts";
import { obstacle, type Result, type Run, runContestant } from "./process.ts";
import { contestantLines, goalLines } from "./report.ts";

const DESCRIPTION =
  `Time the assignment's default run: this library, NumPy, JAX and PyTorch in turn.

Peers that are not installed, and a backend that cannot run, are skipped with the reason.`;

interface Options extends Run {
  readonly rounds: number;
  readonly only?: string;
}

async function main(args: string[]): Promise<number> {
  const command = newCommand("bench:peers", DESCRIPTION)
    .option("--python <path>", "Python that has the peers", "python3")
    .option("--data <dir>", "folder of CIFAR-10's binary files", defaultCifar10Dir())
    .option("--rounds <count>", "times that each one runs", integer(1), 5)
    .option("--hidden <units>", "hidden units", integer(1), 50)
    .option("--batch <rows>", "images per step", integer(1), 200)
    .option("--iterations <steps>", "number of steps", integer(1), 1000)
    .option("--threads <count>", "threads of each one", integer(1), 2)
    .option("--only <pattern>", "regular expression that a contestant's name must match");
  const ended = parseArguments(command, args);
  if (ended !== null) return ended;
  const options = command.opts<Options>();
  const able = await ableContestants(options);
  if (able.length === 0) return EXIT.failure;
  const results = await runRounds(able, options);
  console.log(["", ...contestantLines(results), "", ...goalLines(results)].join("\n"));
  return EXIT.success;
}

/** Those that run here; says of the others why not. */
async function ableContestants(options: Options): Promise<Contestant[]> {
  const pattern = new RegExp(options.only ?? "");
  const able: Contestant[] = [];
  for (const contestant of CONTESTANTS.filter(({ label }) => pattern.test(label))) {
    const reason = await obstacle(contestant, options);
    if (reason === undefined) able.push(contestant);
    else console.log(`skipped: ${contestant.label}: ${reason}`);
  }
  return able;
}

/** Everyone once, then everyone again: what slows the machine for a while slows all. */
async function runRounds(able: Contestant[], options: Options): Promise<Map<string, Result[]>> {
  const results = new Map<string, Result[]>(able.map(({ label }) => [label, []]));
  for (let round = 1; round <= options.rounds; round++) {
    for (const contestant of able) {
      const result = await runContestant(contestant, options);
      results.get(contestant.label)!.push(result);
      const details = result.description ? ` (${result.description})` : "";
      console.log(`round ${round}: ${result.seconds.toFixed(3)} s  ${contestant.label}${details}`);
    }
  }
  return results;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
