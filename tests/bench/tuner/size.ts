/**
 * What one more trial costs in a study that has many: each storage, by random search and by TPE, and
 * Python's Optuna on the same trials.
 */

import { fileURLToPath } from "node:url";
import {
  createStudy,
  exportToOptuna,
  floatDistribution,
  type FrozenTrial,
  intDistribution,
  JournalStorage,
  loadStudy,
  MemoryStorage,
  RandomSampler,
  type Sampler,
  SqliteStorage,
  type Storage,
  type Study,
  TpeSampler,
} from "two-layer-net/tuning";
import { drawEvenly } from "../../../lib/tuning/samplers/random.ts";
import { streamFor } from "../../../lib/tuning/samplers/seeds.ts";

/** Milliseconds of a trial, by storage. */
type Costs = Record<string, number>;

const SPACE = {
  rate: floatDistribution(1e-5, 0.1, { log: true }),
  decay: floatDistribution(0.8, 1),
  units: intDistribution(1, 512),
};

const NAMES = ["memory", "SQLite", "journal"] as const;

/** Prints a table for each sampler: a row a size, a column a storage, ours and Optuna's. */
export async function measureSizes(
  sizes: readonly number[],
  { python, trials }: { python: string; trials: number },
): Promise<void> {
  const rows: { sampler: string; size: number; ours: Costs; theirs: Costs | null }[] = [];
  for (const size of sizes) {
    const dir = await Deno.makeTempDir();
    try {
      const finished = makeTrials(size);
      for (const sampler of ["random", "tpe"] as const) {
        const ours = await measureOurs(dir, finished, { sampler, trials });
        const theirs = await measureOptuna(python, dir, { sampler, trials });
        rows.push({ sampler, size, ours, theirs });
      }
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  }
  for (const sampler of ["random", "tpe"]) {
    console.log(`${sampler}: median milliseconds of one more trial, ours (Optuna's)`);
    for (const { size, ours, theirs } of rows.filter((row) => row.sampler === sampler)) {
      const cells = NAMES.map((name) =>
        `${name} ${ours[name].toFixed(2)} (${theirs ? theirs[name].toFixed(2) : "none"})`
      );
      console.log(`${String(size).padStart(7)} trials: ${cells.join(", ")}`);
    }
  }
}

/** Trials as a random search leaves them. */
function makeTrials(count: number): FrozenTrial[] {
  return Array.from({ length: count }, (_, number) => {
    const params = Object.fromEntries(
      Object.entries(SPACE).map((
        [name, range],
      ) => [name, drawEvenly(streamFor(0, number, name), range)]),
    ) as Record<keyof typeof SPACE, number>;
    const value = valueOf(params);
    return {
      number,
      state: "COMPLETE",
      value,
      params,
      distributions: SPACE,
      proposal: {},
      intermediateValues: new Map([[1, value]]),
      userAttributes: {},
      attempts: 1,
      errors: [],
      startedAt: Date.now(),
      finishedAt: Date.now(),
    };
  });
}

function valueOf({ rate, decay, units }: Record<keyof typeof SPACE, number>): number {
  return (Math.log10(rate) + 3) ** 2 + decay + Math.abs(units - 100) / 100;
}

interface Run {
  readonly sampler: "random" | "tpe";
  readonly trials: number;
}

async function measureOurs(
  dir: string,
  finished: readonly FrozenTrial[],
  { sampler, trials }: Run,
): Promise<Costs> {
  const storages: Record<typeof NAMES[number], () => Storage> = {
    memory: () => new MemoryStorage(),
    SQLite: () => new SqliteStorage(`${dir}/${sampler}.db`),
    journal: () => new JournalStorage(`${dir}/${sampler}.log`),
  };
  const costs: Costs = {};
  for (const name of NAMES) {
    using storage = storages[name]();
    const definition = createStudy({ name: "size" }).definition;
    storage.createStudy({ ...definition, searchSpace: SPACE }, finished);
    const study = loadStudy({ name: "size", storage, sampler: makeSampler(sampler) });
    costs[name] = median(Array.from({ length: trials }, () => timeTrial(study)));
    if (name !== "memory" || sampler !== "random") continue;
    // The same trials for Optuna, once.
    await exportToOptuna(study, `${dir}/optuna.db`);
    await exportToOptuna(study, `${dir}/optuna.log`);
  }
  return costs;
}

function makeSampler(name: Run["sampler"]): Sampler {
  return name === "tpe" ? new TpeSampler() : new RandomSampler();
}

function timeTrial(study: Study): number {
  const start = performance.now();
  const trial = study.ask();
  const params = Object.fromEntries(
    Object.entries(SPACE).map(([name, range]) => [name, trial.suggest(name, range)]),
  ) as Record<keyof typeof SPACE, number>;
  const value = valueOf(params);
  trial.report(value, 1);
  study.tell(trial, value);
  return performance.now() - start;
}

async function measureOptuna(
  python: string,
  dir: string,
  { sampler, trials }: Run,
): Promise<Costs | null> {
  const script = fileURLToPath(new URL("optuna_size.py", import.meta.url));
  try {
    const { success, stdout } = await new Deno.Command(python, {
      args: ["-W", "ignore", script, dir, sampler, `${trials}`],
      stdout: "piped",
      stderr: "inherit",
    }).output();
    if (success) return JSON.parse(new TextDecoder().decode(stdout));
    console.log("skipped: Optuna: the script ended, see above");
  } catch (error) {
    console.log(`skipped: Optuna: ${(error as Error).message}`);
  }
  return null;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
