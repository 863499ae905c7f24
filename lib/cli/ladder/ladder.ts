/**
 * `deno task ladder`: trains the way from the assignment's training to a preset, at full size.
 *
 * @module
 */

import { type Cifar10Data, getCifar10Data } from "../../datasets/cifar10.ts";
import { standardized } from "../../datasets/standardize.ts";
import { VIEW_COUNTS } from "../../datasets/views.ts";
import type { Backend } from "../../backends/backend.ts";
import { evaluate } from "../../evaluation/evaluate.ts";
import { checkWritable } from "../../internal/check_writable.ts";
import { ProgressMeter } from "../../internal/progress.ts";
import { removeIfThere } from "../../internal/whole_file.ts";
import type { TwoLayerNet } from "../../nn/two_layer_net.ts";
import type { Variant } from "../../training/ablation.ts";
import { type MeasuredNet, quickLadder } from "../../training/measured_ladder.ts";
import { type PreparedImages, prepareImages } from "../../training/prepare_images.ts";
import { PRESETS } from "../../training/presets.ts";
import { lengthOf } from "../../training/solver_options.ts";
import { trainNet } from "../../training/train_net.ts";
import { chooseBackend } from "../shared/choose_backend.ts";
import { EXIT, explainFailure, runCommand } from "../shared/command_line.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { printError, printLine } from "../shared/output.ts";
import { keepOnly } from "../shared/permissions.ts";
import { ProgressLine } from "../shared/progress_line.ts";
import { type LadderOptions, parseLadderOptions } from "./options.ts";
import { emptyResults, readResults, withNet, writeResults } from "./results.ts";

/** Training images whose accuracy is held against that on the test images. */
const SEEN_AGAIN = 10_000;

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parseLadderOptions(args);
  if (typeof options === "number") return options;
  try {
    await keepOnly({ folders: [options.dir], outputs: [options.out] });
    return await withInterrupt((signal) => run(options, signal));
  } catch (error) {
    return explainFailure(error, "The same command goes on.");
  }
}

/** Images of a rung, with those to test on. */
type RungImages = Pick<PreparedImages, "XTrain" | "XVal" | "XTest" | "numClasses">;

async function run(options: LadderOptions, signal: AbortSignal): Promise<number> {
  const { seeds, out, threads, training, validation, test } = options;
  await checkWritable(out);
  const raw = await load(options);
  const counts = { training, validation, test };
  const unprepared = { raw, standardized: raw, whitened: raw };
  const planned = quickLadder(unprepared);
  let results = await readResults(out, emptyResults(planned, counts));
  const isThere = (name: string, seed: number) =>
    results.rungs.some((rung) => rung.name === name && rung.nets.some((net) => net.seed === seed));
  const missing = seeds.flatMap((seed) =>
    // seed by seed, so that each adds to all of the ladder
    results.rungs.filter(({ name }) => !isThere(name, seed)).map(({ name }) => ({ name, seed }))
  );
  if (missing.length === 0) return tell(out);
  const isWhitened = ({ name, settings }: Variant) =>
    settings.preparation === "zca" && missing.some((net) => net.name === name);
  const variants = quickLadder({
    raw,
    standardized: standardized(raw, "channel"),
    whitened: planned.some(isWhitened) ? await whiten(raw, options, signal) : raw,
  });
  using backend = await chooseBackend(options.backend, { dtype: PRESETS.quick.dtype, threads });
  printError(backend.description);
  for (const { name, seed } of missing) {
    const rung = variants.findIndex((variant) => variant.name === name);
    const checkpoint = `${out}.${rung}-${seed}.checkpoint`;
    const net = await measure(variants[rung], seed, { backend, signal, checkpoint });
    results = withNet(results, name, net);
    await writeResults(out, results);
    await removeIfThere(checkpoint);
    printLine(`${name}, seed ${seed}: ${percents(net)}`);
  }
  return tell(out);
}

function tell(out: string): number {
  printLine(`Results in ${out}`);
  return EXIT.success;
}

async function load(
  { dir, training: numTraining, validation: numValidation, test: numTest }: LadderOptions,
): Promise<Cifar10Data> {
  return await getCifar10Data({ dir, numTraining, numValidation, numTest });
}

async function whiten(
  raw: Cifar10Data,
  { backend: name, threads }: LadderOptions,
  signal: AbortSignal,
): Promise<PreparedImages> {
  using backend = await chooseBackend(name, { dtype: "float64", threads });
  using line = new ProgressLine();
  return await prepareImages(raw, PRESETS.quick, {
    backend,
    signal,
    onProgress: line.show,
  });
}

/** What a net is trained and tested with. */
interface MeasureOptions {
  backend: Backend;
  signal: AbortSignal;
  /** The file that an interrupted training goes on from. */
  checkpoint: string;
}

/** Trains one net, from its checkpoint where there is one, and tests it. */
async function measure(
  { name, settings: ofRung, data }: Variant,
  seed: number,
  { backend, signal, checkpoint: path }: MeasureOptions,
): Promise<MeasuredNet> {
  const settings = { ...ofRung, seed }, { XTrain, XTest } = data as RungImages;
  using line = new ProgressLine();
  const meter = new ProgressMeter(line.show, {
    label: `${name}, seed ${seed}`,
    unit: "iterations",
    total: lengthOf(settings, XTrain.rows).numIters,
  });
  const onStep = ({ iteration }: { iteration: number }) => meter.update(iteration + 1);
  const checkpoint = { path, resume: true };
  const options = { backend, signal, checkpoint, callbacks: [{ onStep }] };
  const { net: trained } = await trainNet(settings, data, options);
  using net = trained;
  signal.throwIfAborted();
  const seen = XTrain.slice(0, Math.min(SEEN_AGAIN, XTrain.rows));
  const trainAccuracy = (await evaluate(net, seen, { signal })).accuracy;
  return { seed, trainAccuracy, testAccuracy: await byViews(net, XTest, signal) };
}

async function byViews(
  net: TwoLayerNet,
  images: PreparedImages["XTest"],
  signal: AbortSignal,
): Promise<MeasuredNet["testAccuracy"]> {
  const found = { 1: NaN, 2: NaN, 18: NaN };
  for (const views of VIEW_COUNTS) {
    found[views] = (await evaluate(net, images, { signal, views })).accuracy;
  }
  return found;
}

function percents({ trainAccuracy, testAccuracy }: MeasuredNet): string {
  const percent = (accuracy: number) => `${(100 * accuracy).toFixed(2)} %`;
  const tested = VIEW_COUNTS.map((views) =>
    `${percent(testAccuracy[views])} by ${views} ${views === 1 ? "view" : "views"}`
  );
  return `training ${percent(trainAccuracy)}, test ${tested.join(", ")}`;
}

if (import.meta.main) await runCommand(main);
