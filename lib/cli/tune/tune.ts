/**
 * `deno task tune`: searches for good hyperparameters; without options, the assignment's grid.
 *
 * @module
 */

import { join } from "node:path";
import { checkWritable } from "../../internal/check_writable.ts";
import { ArtifactDirectory } from "../../tuning/artifacts.ts";
import { type Dashboard, serveDashboard } from "../../dashboard/server.ts";
import { sourceOf } from "../../dashboard/sources.ts";
import { netPool } from "../../search/executors.ts";
import type { NetSearch } from "../../search/net_search.ts";
import { createNetStudy } from "../../search/net_study.ts";
import type { WorkerPool } from "../../tuning/executors/worker_pool.ts";
import type { QueueExecutor } from "../../tuning/queue/queue_executor.ts";
import type { OptimizeOptions } from "../../tuning/optimize.ts";
import { isRedisUrl } from "../../tuning/queue/redis_url.ts";
import type { Storage } from "../../tuning/storage/storage.ts";
import { openStudyFile } from "../../tuning/storage/study_file.ts";
import type { Study } from "../../tuning/study.ts";
import { weightsDir } from "../../tuning/study_files.ts";
import { isFinished } from "../../tuning/trial.ts";
import type { Engine } from "../../engines/engine.ts";
import { printLinks } from "../dashboard/links.ts";
import { chooseEngine } from "../shared/choose_backend.ts";
import { EXIT, explainFailure, runCommand } from "../shared/command_line.ts";
import { loadData, needsOf } from "../shared/data_options.ts";
import { makeLogFolder } from "../shared/log_folder.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { prepareForTrials } from "../shared/prepare_images.ts";
import { findStudy } from "./files.ts";
import { importStudies } from "./import.ts";
import { inspect } from "./inspect.ts";
import { parseTuneOptions, type TuneOptions } from "./options.ts";
import { placeOf, shownPlace } from "./place.ts";
import { checkQueue, coordinate, queueState } from "./queue.ts";
import { writeReport } from "./report.ts";
import { printResult } from "./result.ts";
import { resumeCommand, withWayOn } from "./resume.ts";
import {
  keptSettings,
  lastEpoch,
  type LoadedSettings,
  makePruner,
  makeSampler,
  newSettings,
  resumedSettings,
  searchOf,
  type TuneSettings,
} from "./settings.ts";
import { logTrials } from "./tensorboard.ts";
import { TuneView } from "./view.ts";
import { printError } from "../shared/output.ts";
import { keepOnly } from "../shared/permissions.ts";
import { explainPort } from "../shared/port.ts";
import { redisUrl } from "../shared/redis_option.ts";

/** Trials of a search that neither `--trials` nor `--time` ends: as many as the grid has. */
const DEFAULT_TRIALS = 60;

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parseTuneOptions(args);
  if (typeof options === "number") return options;
  try {
    const { report, to, logdir, redis, serve, import: file } = options;
    const place = placeOf(options);
    const { folders, files = [] } = needsOf(options);
    await keepOnly({
      folders,
      files: file === undefined ? files : [...files, file],
      outputs: [
        isRedisUrl(place) ? weightsDir(place) : place,
        ...[report, to, logdir && join(logdir, "any")],
      ],
      net: isRedisUrl(place) || redis !== undefined || serve !== undefined,
    });
    for (const path of [report, to]) if (path !== undefined) await checkWritable(path);
    await makeLogFolder(logdir);
    if (file !== undefined) return importStudies(file, options);
    if (options.list || options.show !== undefined || options.export) return await inspect(options);
    return await withInterrupt((signal) => tune(options, signal));
  } catch (error) {
    return explainFailure(error, "The same command begins again.");
  }
}

async function tune(options: TuneOptions, signal: AbortSignal): Promise<number> {
  if (options.redis !== undefined) await checkQueue(redisUrl(options.redis));
  const { storage: opened, settings: asked } = openDatabase(options);
  using storage = opened;
  const { training, validation } = asked;
  const data = await loadData({ ...options, training, validation }, signal);
  const settings = { ...asked, training: data.XTrain.rows };
  const wanted = searchOf(settings, data);
  const study = openStudy(options, settings, wanted, storage);
  // Who resumes a study goes on with it, also if it was stopped from its page.
  if (study.paused) study.paused = false;
  // Coordinators train no nets.
  const search = options.redis === undefined ? await prepareForTrials(wanted, signal) : wanted;
  const { dtype } = settings.base;
  using engine = await chooseEngine(options.backend, { dtype, threads: 1 });
  try {
    await run(study, { options, settings, search, engine, signal });
  } catch (error) {
    throw withWayOn(error, options, study);
  }
  if (options.report) await writeReport(study, options.report);
  if (signal.aborted) {
    printError(
      `Interrupted. Finished trials are kept. To go on:\n  ${resumeCommand(options, study)}`,
    );
    return EXIT.interrupted;
  }
  await printResult(study, { data, engine, assignment: settings.assignment });
  return EXIT.success;
}

/** The database, and the settings of the study that is to be made or resumed. */
function openDatabase(options: TuneOptions): { storage: Storage; settings: TuneSettings } {
  const { resume, study, takeOver } = options;
  const place = placeOf(options);
  if (resume) {
    const { storage, definition } = findStudy(place, study, { takeOver });
    return orClosed(storage, () => ({ storage, settings: resumedSettings(options, definition) }));
  }
  const settings = newSettings(options);
  const storage = openStudyFile(place);
  return orClosed(storage, () => {
    if (storage.getStudies().every(({ name }) => name !== settings.name)) {
      return { storage, settings };
    }
    throw new Error(
      `Study ${settings.name} exists already in ${
        shownPlace(place)
      }: --resume goes on with it, --show prints it, ` +
        "--study with another name makes a new one",
    );
  });
}

/** Runs `body`; if it throws, the storage is closed, and leaves nothing beside its file. */
function orClosed<T>(storage: Storage, body: () => T): T {
  try {
    return body();
  } catch (error) {
    storage[Symbol.dispose]();
    throw error;
  }
}

function openStudy(
  options: TuneOptions,
  settings: LoadedSettings,
  search: NetSearch,
  storage: Storage,
): Study {
  return createNetStudy(search, {
    name: settings.name,
    storage,
    sampler: makeSampler(settings),
    pruner: makePruner(settings),
    artifacts: new ArtifactDirectory(weightsDir(placeOf(options))),
    kept: keptSettings(settings),
    loadIfExists: options.resume,
  });
}

/** The page of the study while it runs, where that is asked for. */
async function servePage(
  options: TuneOptions,
  study: Study,
  executor: WorkerPool | QueueExecutor,
): Promise<Dashboard | null> {
  const { serve } = options;
  if (serve === undefined) return null;
  const source = sourceOf(shownPlace(placeOf(options)), study.storage);
  const read = () => "counts" in executor ? queueState(executor) : null;
  const page = await explainPort(
    "--serve",
    serve,
    () =>
      serveDashboard({ sources: () => [source], port: serve, study: study.name, queue: { read } }),
  );
  printLinks(page);
  return page;
}

interface Session {
  readonly options: TuneOptions;
  readonly settings: LoadedSettings;
  readonly search: NetSearch;
  readonly engine: Engine;
  readonly signal: AbortSignal;
}

async function run(study: Study, session: Session): Promise<void> {
  const { options, settings, search, engine, signal } = session;
  const { workers, unordered, redis, logdir } = options;
  const { total, limits } = limitsOf(study, options);
  let view: TuneView | undefined;
  const tell = (line: string) => view ? view.tell(line) : printError(line);
  await using executor = redis === undefined
    ? netPool(search, { backend: engine.name, size: workers })
    : await coordinate(study, search, { url: redisUrl(redis), tell, signal });
  await using _page = await servePage(options, study, executor);
  using shown = view = new TuneView(study, { total, lastEpoch: lastEpoch(settings), unordered });
  const logs = logdir === undefined ? [] : [await logTrials(study, logdir)];
  const callbacks = [() => shown.update(), ...logs];
  await study.optimize(executor, { ...limits, signal, callbacks });
}

/** Trials to be seen in all, and the limits of this run. */
function limitsOf(
  study: Study,
  { trials, time }: TuneOptions,
): { total: number | undefined; limits: OptimizeOptions } {
  const limits: OptimizeOptions = { timeout: time };
  if (study.definition.grid === null) {
    const total = trials ?? (time === undefined ? DEFAULT_TRIALS : undefined);
    return { total, limits: { ...limits, totalTrials: total } };
  }
  // A grid's trials are all there from the beginning, waiting.
  const all = study.trials;
  const total = Math.min(trials ?? all.length, all.length);
  const finished = all.filter(({ state }) => isFinished(state)).length;
  return { total, limits: { ...limits, numTrials: Math.max(0, total - finished) } };
}

if (import.meta.main) await runCommand(main);
