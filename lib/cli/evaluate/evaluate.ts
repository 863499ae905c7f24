/**
 * `deno task evaluate`: accuracy, likelihood and calibration of nets and of their ensemble.
 *
 * @module
 */

import type { ImageSet } from "../../datasets/image_set.ts";
import type { ViewCount } from "../../datasets/views.ts";
import type { Matrix } from "../../matrix/matrix.ts";
import { checkFit, meanProbabilities } from "../../evaluation/ensembles.ts";
import { evaluateProbabilities } from "../../evaluation/evaluate.ts";
import { predictProbabilities } from "../../evaluation/probabilities.ts";
import { type LoadedNet, loadNet } from "../../training/net_files.ts";
import { ArtifactDirectory } from "../../tuning/artifacts.ts";
import { loadStudy } from "../../tuning/create_study.ts";
import { bestWeights } from "../../search/best_weights.ts";
import { weightsDir } from "../../tuning/study_files.ts";
import { chooseBackend } from "../shared/choose_backend.ts";
import { EXIT, explainFailure, runCommand } from "../shared/command_line.ts";
import { needsOf } from "../shared/data_options.ts";
import { type EvaluationImages, imagesFor } from "./images.ts";
import { type EvaluateCommandOptions, parseEvaluateOptions } from "./options.ts";
import { formatConfusion, formatNets, formatReliability, type NamedEvaluation } from "./table.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { ProgressLine } from "../shared/progress_line.ts";
import { findStudy } from "../tune/files.ts";
import { printError, printLine } from "../shared/output.ts";
import { keepOnly } from "../shared/permissions.ts";

/** What the nets, one after the other, predict by so many views of each image. */
interface Seen {
  readonly views: ViewCount;
  readonly all: Matrix[];
}

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parseEvaluateOptions(args);
  if (typeof options === "number") return options;
  try {
    const { files, study, studies } = options, { folders, files: labels = [] } = needsOf(options);
    await keepOnly({ folders, files: [...files, ...labels], outputs: [study && studies] });
    return await withInterrupt((signal) => run(options, signal));
  } catch (error) {
    return explainFailure(error, "Nothing was changed.");
  }
}

async function run(options: EvaluateCommandOptions, signal: AbortSignal): Promise<number> {
  const files = [...options.files, ...await studyFiles(options)];
  const { backend: name, dtype, threads } = options;
  using backend = await chooseBackend(name, { dtype, threads });
  printError(backend.description);
  const nets: LoadedNet[] = [];
  for (const file of files) nets.push(await loadNet(file, { backend }));
  const { images, classNames } = await imagesFor(nets, files, options, signal);
  checkFit(nets.map(({ net }) => net), images, files);
  const counts = options.views === 1 ? [1] as const : [1, options.views] as const;
  const seen: Seen[] = counts.map((views) => ({ views, all: [] }));
  for (const loaded of nets) {
    const own = await loaded.prepare(images, { backend, signal });
    for (const { views, all } of seen) all.push(await predict(loaded, own, views, signal));
  }
  printTables(files, seen, { images, classNames }, options);
  return EXIT.success;
}

/** The files of the best nets of a study, if one was named. */
async function studyFiles({ study: name, studies, best }: EvaluateCommandOptions) {
  if (name === undefined) return [];
  const { storage: opened, definition } = findStudy(studies, name, { readOnly: true });
  using storage = opened;
  const artifacts = new ArtifactDirectory(weightsDir(studies));
  return await bestWeights(loadStudy({ name: definition.name, storage, artifacts }), best);
}

async function predict(
  { net }: LoadedNet,
  images: ImageSet,
  views: ViewCount,
  signal: AbortSignal,
): Promise<Matrix> {
  using line = new ProgressLine();
  return await predictProbabilities(net, images, { views, signal, onProgress: line.show });
}

function printTables(
  files: readonly string[],
  seen: readonly Seen[],
  { images: { labels, rows }, classNames }: EvaluationImages,
  { on, bins }: EvaluateCommandOptions,
): void {
  const named = (name: string, views: ViewCount, probabilities: Matrix): NamedEvaluation => {
    return { name, views, evaluation: evaluateProbabilities(probabilities, labels, { bins }) };
  };
  const nets = files.flatMap((file, k) => seen.map(({ views, all }) => named(file, views, all[k])));
  if (files.length > 1) {
    const name = `ensemble of ${files.length}`;
    nets.push(...seen.map(({ views, all }) => named(name, views, meanProbabilities(all))));
  }
  const { name, views, evaluation } = nets.at(-1)!;
  printLine(on === "all" ? `${rows} images` : `${rows} ${on} images`);
  printLine(`\n${formatNets(nets)}`);
  const by = views === 1 ? name : `${name}, ${views} views`;
  printLine(`\n${by}, by class (rows) and prediction (columns)`);
  printLine(formatConfusion(evaluation, classNames));
  printLine(`\nCalibration\n${formatReliability(evaluation)}`);
}

if (import.meta.main) await runCommand(main);
