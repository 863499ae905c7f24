/**
 * `deno task worker`: trains nets for the studies at a Redis.
 *
 * @module
 */

import type { EngineName } from "../../engines/engine.ts";
import { importLate } from "../../internal/import_late.ts";
import type { TrainingData } from "../../training/train_net.ts";
import { chooseEngine } from "../shared/choose_backend.ts";
import { EXIT, explainFailure, runCommand } from "../shared/command_line.ts";
import { loadData, needsOf } from "../shared/data_options.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { printLine } from "../shared/output.ts";
import { keepOnly } from "../shared/permissions.ts";
import { prepareForTrials } from "../shared/prepare_images.ts";
import { redisUrl } from "../shared/redis_option.ts";
import { parseWorkerOptions, type WorkerOptions } from "./options.ts";

/** Only loaded once the options are read. */
const QUEUE = new URL("../../search/queue/mod.ts", import.meta.url).href;

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parseWorkerOptions(args);
  if (typeof options === "number") return options;
  try {
    const url = redisUrl(options.redis);
    await keepOnly(needsOf(options));
    return await withInterrupt((signal) => work(options, url, signal));
  } catch (error) {
    return explainFailure(error, "The same command begins again.");
  }
}

async function work(options: WorkerOptions, url: string, signal: AbortSignal): Promise<number> {
  const { serveNets } = await importLate(QUEUE) as typeof import("../../search/queue/mod.ts");
  // Says which it is, and why not a faster one; each study has its own element type.
  const name = await engineName(options.backend);
  signal.addEventListener("abort", () => printLine("Stopping: no other trial is begun"));
  await serveNets({
    url,
    backend: name,
    slots: options.slots,
    signal,
    lockDuration: 1000 * options.lock,
    load: loader(options, signal),
    prepare: (search) => prepareForTrials(search, signal),
    onMessage: printLine,
  });
  printLine("Stopped");
  return EXIT.success;
}

async function engineName(choice: WorkerOptions["backend"]): Promise<EngineName> {
  using engine = await chooseEngine(choice, { threads: 1 });
  return engine.name;
}

/** Reads the images that a study needs, and keeps those of the last one. */
function loader(
  options: WorkerOptions,
  signal: AbortSignal,
): (counts: Counts) => Promise<TrainingData> {
  let last: { key: string; data: Promise<TrainingData> } | undefined;
  return ({ training, validation }) => {
    const key = `${training} ${validation}`;
    if (last?.key !== key) {
      last = { key, data: loadData({ ...options, training, validation }, signal) };
    }
    return last.data;
  };
}

interface Counts {
  readonly training: number;
  readonly validation: number;
}

if (import.meta.main) await runCommand(main);
