/**
 * `deno task bench:tune`: the figures that the tuner is to meet, part by part.
 */

import { fileURLToPath } from "node:url";
import * as assignment from "two-layer-net/assignment";
import { type Cifar10Data, getCifar10Data } from "two-layer-net";
import { type EngineName, netSpace } from "two-layer-net/search";
import { PRESETS } from "two-layer-net/training";
import type { FrozenTrial } from "two-layer-net/tuning";
import { EXIT, newCommand, parseArguments } from "../../../lib/cli/shared/command_line.ts";
import { integer } from "../../../lib/cli/shared/numbers.ts";
import { defaultCifar10Dir } from "../../../lib/datasets/cifar10_files.ts";
import { quantile } from "../peers/report.ts";
import { secondsToBest } from "./halving.ts";
import { type Part, partSearch, timeGrid } from "./nets.ts";
import { type NumpyAnswer, NumpyProcess } from "./numpy_process.ts";
import { measureQueue } from "./queue.ts";
import { measureSizes } from "./size.ts";

const DESCRIPTION = `Time the tuner on nets of the assignment's grid, in float64.

Parts: numpy (against a NumPy script on the same cores, in turn), workers (two
against one, and one worker's time beside training), memory (a further
worker's), halving (time to the grid's best accuracy, on the first backend),
size (one more trial in studies of many, beside Optuna), queue (one and two
worker processes over a Redis of this machine).`;

type PartName = keyof typeof PARTS;

interface Options {
  readonly python: string;
  readonly dir: string;
  readonly only?: string;
  readonly backend: EngineName[];
  readonly rounds: number;
  readonly iterations: number;
  readonly seeds: number;
  readonly sizes: string;
}

/** What a part needs. */
interface Bench extends Options {
  readonly data: Cifar10Data;
}

const PARTS = { numpy, workers, memory, halving, size, queue } as const;

async function main(args: string[]): Promise<number> {
  const command = newCommand("bench:tune", DESCRIPTION)
    .option("--python <path>", "Python that has NumPy, and Optuna for size", "python3")
    .option("--dir <folder>", "folder of CIFAR-10's binary files", defaultCifar10Dir())
    .option("--only <parts>", `parts, with commas: ${Object.keys(PARTS).join(", ")}`)
    .option("--backend <names...>", "backends", ["jit", "native", "wasm"])
    .option("--rounds <count>", "times that each comparison is made", integer(1), 1)
    .option("--iterations <steps>", "steps per net", integer(1), 1000)
    .option("--seeds <count>", "searches with halving", integer(1), 3)
    .option("--sizes <counts>", "trials that studies have, with commas", "1000,10000,100000");
  const ended = parseArguments(command, args);
  if (ended !== null) return ended;
  const options = command.opts<Options>();
  const names = options.only?.split(",") ?? Object.keys(PARTS);
  const unknown = names.find((name) => !(name in PARTS));
  if (unknown !== undefined) {
    console.error(`error: option '--only <parts>': there is no part ${JSON.stringify(unknown)}`);
    return EXIT.usage;
  }
  const data = await getCifar10Data({ dir: options.dir });
  for (const name of names) {
    console.log(`\n${name}`);
    await PARTS[name as PartName]({ ...options, data });
  }
  return EXIT.success;
}

/** Six of the 45 nets that do not diverge. */
function sampleParts(numIters: number): Part[] {
  const regs = [0.2, 0.4];
  return [
    { hiddenSize: 40, learningRate: 5e-4, regs, numIters },
    { hiddenSize: 80, learningRate: 1e-3, regs, numIters },
    { hiddenSize: 120, learningRate: 1e-3, regs, numIters },
  ];
}

/** The same nets in NumPy and on each backend, on all cores: two nets at a time, in turn. */
async function numpy({ data, dir, python, backend, rounds, iterations }: Bench): Promise<void> {
  await using process = await NumpyProcess.start(python, dir);
  if (!process) return;
  const ratios = new Map<string, number[]>(backend.map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const part of sampleParts(iterations)) {
      const experiment = partSearch(data, part);
      const { hiddenSize, learningRate, regs, numIters } = part;
      const answers: NumpyAnswer[] = [];
      for (const [i, reg] of regs.entries()) {
        const state = experiment.states![i];
        answers.push(await process.train({ hiddenSize, learningRate, reg, numIters, state }));
      }
      const theirs = answers.reduce((sum, { seconds }) => sum + seconds, 0);
      console.log(`H ${hiddenSize}: NumPy ${theirs.toFixed(2)} s`);
      for (const name of backend) {
        const size = navigator.hardwareConcurrency;
        const { trials, seconds } = await timeGrid(experiment, { backend: name, size });
        ratios.get(name)!.push(theirs / seconds);
        const isEqual = trials.every(({ value }, i) => value === answers[i].valAccuracy);
        console.log(
          `H ${hiddenSize}: ${name} ${seconds.toFixed(2)} s, ${(theirs / seconds).toFixed(2)} × ` +
            `as fast; accuracies ${isEqual ? "equal" : "DIFFER"}`,
        );
      }
    }
  }
  for (const [name, values] of ratios) console.log(`${name}: ${spread(values)} × as fast as NumPy`);
}

/** Four equal nets on one worker and on two, in turn; and what one worker does beside training. */
async function workers({ data, backend, rounds, iterations }: Bench): Promise<void> {
  const regs = [0.1, 0.2, 0.3, 0.4];
  const base = { ...PRESETS.assignment, hiddenSize: 80, learningRate: 1e-3, numIters: iterations };
  const search = { data, base, space: netSpace({ reg: regs }) };
  for (const name of backend) {
    const ratios: number[] = [], percents: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const one = await timeGrid(search, { backend: name, size: 1 });
      const two = await timeGrid(search, { backend: name, size: 2 });
      ratios.push(one.seconds / two.seconds);
      percents.push(100 * overheadOf(one.trials));
    }
    console.log(`${name}: two workers finish ${spread(ratios)} × the trials an hour of one`);
    console.log(`${name}: overhead ${spread(percents)} % of the time of training`);
  }
}

/** Time between the first trial's end and the last's that is not training, as a share of it. */
function overheadOf(trials: readonly FrozenTrial[]): number {
  const [first, ...others] = trials;
  const training = others.reduce(
    (sum, { userAttributes }) => sum + (userAttributes.trainingSeconds as number),
    0,
  );
  return (others.at(-1)!.finishedAt! - first.finishedAt!) / 1000 / training - 1;
}

/** The most memory that processes with one, two and three workers hold. */
async function memory({ dir, backend, iterations }: Bench): Promise<void> {
  const steps = Math.min(iterations, 300);
  for (const name of backend) {
    const peaks: number[] = [];
    for (const count of [1, 2, 3]) peaks.push(await peakMegabytes(dir, count, name, steps));
    const growth = (peaks[2] - peaks[0]) / 2;
    console.log(
      `${name}: ${peaks.join(", ")} MB with 1, 2, 3 workers: ${growth.toFixed(1)} MB each`,
    );
  }
  // Weights and their gradients, a batch and its hidden layer; more copies are the worker's own.
  const own = 8 * (2 * 3082 * 120 + 200 * (3072 + 2 * 120)) / 1e6;
  console.log(`of which the net of 120 units, its gradients and its batch: ${own.toFixed(1)} MB`);
}

async function peakMegabytes(dir: string, ...args: (string | number)[]): Promise<number> {
  const script = fileURLToPath(new URL("memory_child.ts", import.meta.url));
  const permissions = ["--allow-read", "--allow-ffi", "--allow-env=TWO_LAYER_NET_BLAS"];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", ...permissions, script, dir, ...args.map(String)],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return Number(new TextDecoder().decode(stdout));
}

/** Searches against the whole grid's time, as one net of each hidden size foretells it. */
async function halving({ data, backend, seeds, iterations }: Bench): Promise<void> {
  const [name] = backend;
  const size = navigator.hardwareConcurrency;
  const { hiddenSize } = assignment.GRID;
  const base = { ...PRESETS.assignment, learningRate: 1e-3, reg: 0.2, numIters: iterations };
  const sample = { data, base, space: netSpace({ hiddenSize }) };
  const { seconds } = await timeGrid(sample, { backend: name, size: 1 });
  const whole = seconds / hiddenSize.length * assignment.gridPoints().length / size;
  console.log(`${name}: the grid takes ${whole.toFixed(0)} s on ${size} workers (estimated)`);
  const shares: number[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const options = { backend: name, workers: size, numIters: iterations, timeout: whole };
    const found = await secondsToBest(data, { ...options, seed });
    shares.push(found === null ? Infinity : found / whole);
    console.log(
      `seed ${seed}: ${
        found === null ? "not in the grid's time" : `${(100 * found / whole).toFixed(0)} % of it`
      }`,
    );
  }
  const middle = shares.toSorted((a, b) => a - b)[Math.floor(seeds / 2)];
  const median = Number.isFinite(middle) ? `${(100 * middle).toFixed(0)} %` : "not in its time";
  console.log(`median: ${median}`);
}

/** The cost of a trial over the number of those before it. */
async function size({ sizes, python }: Bench): Promise<void> {
  await measureSizes(sizes.split(",").map(Number), { python, trials: 21 });
}

/** Twenty small nets, so that what is beside training shows. */
async function queue({ data, rounds, iterations }: Bench): Promise<void> {
  const base = { ...PRESETS.assignment, numIters: iterations };
  const space = netSpace({
    hiddenSize: [10, 20],
    learningRate: [5e-4, 1e-3],
    reg: [0, 1, 2, 3, 4],
  });
  await measureQueue({ data, base, space }, rounds);
}

/** The median, and from where to where. */
function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const range = `${sorted[0].toFixed(2)} to ${sorted.at(-1)!.toFixed(2)}`;
  return `${quantile(sorted, 0.5).toFixed(2)} (${range})`;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
