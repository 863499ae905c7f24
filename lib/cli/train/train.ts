/**
 * `deno task train`: trains one net; without options, the assignment's default run.
 *
 * @module
 */

import { formatShapes } from "../../datasets/cifar10.ts";
import { type ImageSet, isPicture } from "../../datasets/image_set.ts";
import { VIEW_COUNTS } from "../../datasets/views.ts";
import type { EngineNet } from "../../engines/engine.ts";
import { dirname, join } from "node:path";
import { checkWritable } from "../../internal/check_writable.ts";
import type { BackendName } from "../../backends/backend.ts";
import { ProgressMeter } from "../../internal/progress.ts";
import { evaluate } from "../../evaluation/evaluate.ts";
import { accuracy } from "../../evaluation/accuracy.ts";
import type { History } from "../../solver/history.ts";
import type { Callbacks, EpochInfo } from "../../solver/options.ts";
import { tensorBoardCallbacks } from "../../formats/tensorboard/callbacks.ts";
import { isExport, saveNetAs } from "../../formats/save_net_as.ts";
import { checkMoves } from "../../training/check_settings.ts";
import { saveNet } from "../../training/net_files.ts";
import { type PreparedImages, prepareImages } from "../../training/prepare_images.ts";
import type { Settings } from "../../training/settings.ts";
import { lengthOf } from "../../training/solver_options.ts";
import { type RunOptions, trainOnEngine } from "../../training/train_net.ts";
import { chooseBackend, chooseEngine } from "../shared/choose_backend.ts";
import { EXIT, explainFailure, runCommand } from "../shared/command_line.ts";
import { CIFAR10, type CommandData, loadData, needsOf } from "../shared/data_options.ts";
import { keepOnly } from "../shared/permissions.ts";
import { explainCheckpoint, openCheckpoint } from "./checkpoint.ts";
import { makeLogFolder } from "../shared/log_folder.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { printLine } from "../shared/output.ts";
import { ProgressLine } from "../shared/progress_line.ts";
import { parseTrainOptions, type TrainOptions } from "./options.ts";
import { chosenSettings, standardPath } from "./settings.ts";
import { endLog, startLog } from "./tensorboard.ts";

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parseTrainOptions(args);
  if (typeof options === "number") return options;
  try {
    return await withInterrupt((signal) => run(options, signal));
  } catch (error) {
    return explainFailure(error, "What has been saved is kept.");
  }
}

/** Any file of the folder of logs. */
const LOG = "events";

/** A training by epochs is long: it keeps a checkpoint, and has a place of its own for its net. */
function isLong({ epochs }: Settings): boolean {
  return epochs > 0;
}

async function run(options: TrainOptions, signal: AbortSignal): Promise<number> {
  const settings = await chosenSettings(options);
  const out = options.out ??
    (isLong(settings) ? standardPath(options, settings) : undefined);
  await keepOnly({
    ...needsOf(options),
    outputs: [out, options.logdir && join(options.logdir, LOG)],
  });
  if (out && !options.out) await Deno.mkdir(dirname(out), { recursive: true });
  if (out) await checkWritable(out);
  await makeLogFolder(options.logdir);
  const checkpoint = isLong(settings) ? `${out}.checkpoint` : undefined;
  if (checkpoint) await openCheckpoint(checkpoint, options);
  const data = await loadData({ ...options, test: numTest(options) }, signal);
  checkMoves(settings, data.XTrain);
  if (!isLong(settings)) printLine(formatShapes(data));
  const started = performance.now();
  const images = await prepare(data, settings, options, signal);
  const { dtype } = settings, { backend, threads } = options;
  using engine = await chooseEngine(backend, { dtype, threads });
  const watch = watching(settings, images.XTrain.rows, started);
  using log = options.logdir ? startLog(options.logdir, settings) : null;
  const logging = log ? [tensorBoardCallbacks(log)] : [];
  const { net: trained, history } = await trainOnEngine(settings, images, {
    ...watch.options,
    callbacks: [...watch.options.callbacks, ...logging],
    ...(checkpoint ? { checkpoint: { path: checkpoint, resume: true } } : {}),
    engine,
    signal,
  }).catch(explainCheckpoint);
  using net = trained;
  watch.end();
  const steps = history.lossHistory.length;
  if (log) await endLog(log, await net.readParams(), images.XTrain, steps);
  if (history.aborted && checkpoint) {
    printLine("Stopped. The same command goes on.");
    return EXIT.interrupted;
  }
  if (history.aborted) {
    printLine(`Stopped after ${steps} ${steps === 1 ? "iteration" : "iterations"}.`);
  }
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  if (out) await save(out, net, images, settings, history, minutes);
  if (checkpoint) await Deno.remove(checkpoint);
  if (out) printLine(`${isLong(settings) ? `${minutes} minutes. ` : ""}Weights saved to ${out}`);
  if (!history.aborted) await printAccuracies(net, images, settings, signal);
  return history.aborted ? EXIT.interrupted : EXIT.success;
}

/** The assignment tests on 1000 images; past it, all 10,000 are needed to tell nets apart. */
function numTest({ data, test, preset }: TrainOptions): number | undefined {
  return test ?? (data !== CIFAR10 ? undefined : preset === "assignment" ? 1000 : 10_000);
}

async function prepare(
  data: CommandData,
  settings: Settings,
  { backend: name, threads }: TrainOptions,
  signal: AbortSignal,
): Promise<PreparedImages> {
  const { preparation } = settings, needsProducts = preparation === "zca" || preparation === "pca";
  const ours = name.startsWith("tfjs:") ? "auto" : name as BackendName | "auto";
  const chosen = needsProducts ? ours : "reference";
  using backend = await chooseBackend(chosen, { dtype: "float64", threads });
  using line = new ProgressLine();
  return await prepareImages(data, settings, { backend, signal, onProgress: line.show });
}

/** What a training shows while it runs: the original's log, or a line for each epoch. */
function watching(
  settings: Settings,
  rows: number,
  started: number,
): { options: RunOptions & { callbacks: Callbacks[] }; end: () => void } {
  const line = new ProgressLine();
  const print = (text: string) => {
    line.clear();
    printLine(text);
  };
  const meter = new ProgressMeter(line.show, {
    label: "training",
    unit: "iterations",
    total: lengthOf(settings, rows).numIters,
  });
  const onStep = ({ iteration }: { iteration: number }) => meter.update(iteration + 1);
  const onEpoch = (info: EpochInfo) =>
    print(epochLine(info, settings, performance.now() - started));
  const options = isLong(settings)
    ? { callbacks: [{ onStep, onEpoch }] }
    : { callbacks: [{ onStep }], verbose: print };
  return { options, end: () => line.clear() };
}

function epochLine(info: EpochInfo, settings: Settings, elapsed: number): string {
  const { epoch, loss, trainAccuracy, valAccuracy } = info;
  const { epochs, evaluateEvery } = settings;
  const done = Math.min(epochs, (epoch + 1) * evaluateEvery);
  const accuracies = `batch ${trainAccuracy.toFixed(3)}, validation ${valAccuracy.toFixed(3)}`;
  const minutes = (elapsed / 60_000).toFixed(1);
  return `epoch ${done} / ${epochs}: loss ${loss.toFixed(4)}, ${accuracies}, ${minutes} minutes`;
}

async function save(
  path: string,
  net: EngineNet,
  images: PreparedImages,
  settings: Settings,
  { lossHistory, valAccHistory }: History,
  minutes: string,
): Promise<void> {
  const params = await net.readParams();
  if (isExport(path)) {
    const { transform, XTrain: { mean, scale } } = images;
    const moments = transform ? {} : { meanImage: mean, scale };
    await saveNetAs(path, { net: { params }, settings, transform, ...moments });
    return;
  }
  await saveNet(path, { params, settings, images }, {
    iterations: String(lossHistory.length),
    valAccuracy: String(valAccHistory.at(-1)),
    minutes,
  });
}

async function printAccuracies(
  net: EngineNet,
  { XVal, XTest }: PreparedImages,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  for (const [name, images] of [["Validation", XVal], ["Test", XTest]] as const) {
    const found = isLong(settings)
      ? ` ${await byViews(net, images, settings, signal)}`
      : `  ${await accuracy(net.model, images, images.labels)}`;
    printLine(`${name} accuracy:${found}`);
  }
}

/** The accuracy by one view of each image, and apart from it those by several. */
async function byViews(
  { classifier }: EngineNet,
  images: ImageSet,
  { preparation }: Settings,
  signal: AbortSignal,
): Promise<string> {
  const found: string[] = [];
  for (const views of VIEW_COUNTS) {
    const accuracy = percent(await evaluate(classifier, images, { signal, views }));
    if (preparation === "pca" || !isPicture(images)) return accuracy; // components are no images
    found.push(views === 1 ? accuracy : `${views} views ${accuracy}`);
  }
  const [one, ...several] = found;
  return `${one} (${several.join(", ")})`;
}

function percent({ accuracy }: { accuracy: number }): string {
  return `${(100 * accuracy).toFixed(2)} %`;
}

if (import.meta.main) await runCommand(main);
