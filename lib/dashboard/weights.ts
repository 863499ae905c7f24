/**
 * The first layers of a study's best nets, as pictures.
 *
 * @module
 */

import { isDrawable } from "../datasets/image_set.ts";
import { parseOrigin } from "../datasets/origin.ts";
import { completeShape } from "../internal/complete_shape.ts";
import { ifThere } from "../internal/if_there.ts";
import { Matrix } from "../matrix/matrix.ts";
import { loadWeightsIfThere } from "../nn/weights.ts";
import { visualizeGrid } from "../plotting/charts/visualize_grid.ts";
import { WEIGHTS_ARTIFACT } from "../search/train_trial.ts";
import type { Study } from "../tuning/study.ts";
import type { StudySource } from "./sources.ts";

/** How many nets are shown, and how many units of each: the first ones. */
const MOST = { nets: 3, units: 64 } as const;

/** Numbers of the best trials whose nets are kept, the best first. */
export async function netsKept(source: StudySource, study: Study): Promise<number[]> {
  const kept: number[] = [];
  // No more than a few are ever kept.
  for (const { number } of study.ranking.slice(0, 4 * MOST.nets)) {
    const path = source.artifacts.path(study.name, number, WEIGHTS_ARTIFACT);
    if (kept.length < MOST.nets && (await ifThere(Deno.stat(path)))?.isFile) kept.push(number);
  }
  return kept;
}

/** The picture of a net, as PNG bytes; `null` if it is not kept, or its inputs are no images. */
export async function weightsPicture(
  source: StudySource,
  study: string,
  trial: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const path = source.artifacts.path(study, trial, WEIGHTS_ARTIFACT);
  const found = await loadWeightsIfThere(path);
  if (!found) return null;
  const { net: { params: { W1 } }, metadata: { trainedOn } } = found;
  // A file that does not say holds the net of square images, if of any.
  const shape = trainedOn === undefined ? completeShape(W1.rows) : parseOrigin(trainedOn, path);
  if (!shape || !isDrawable(shape)) return null;
  const { height, width, channels } = shape;
  if (W1.rows !== height * width * channels) return null;
  const options = { imageWidth: width, imageHeight: height, channels, title: "", scale: 1 };
  return await visualizeGrid(firstColumns(W1, MOST.units), options).toPng() as Uint8Array<
    ArrayBuffer
  >;
}

function firstColumns({ rows, cols, data }: Matrix, most: number): Matrix {
  const kept = Math.min(cols, most);
  const first = new Float64Array(rows * kept);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < kept; col++) first[row * kept + col] = data[row * cols + col];
  }
  return new Matrix(rows, kept, first);
}
