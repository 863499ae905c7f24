/**
 * A training's log for TensorBoard.
 *
 * @module
 */

import { EventLog } from "../../formats/tensorboard/event_log.ts";
import type { Hyperparameters } from "../../formats/tensorboard/events.ts";
import type { TwoLayerParams } from "../../nn/params.ts";
import { type ImageSet, isDrawable } from "../../datasets/image_set.ts";
import { visualizeGrid } from "../../plotting/charts/visualize_grid.ts";
import type { Settings } from "../../training/settings.ts";

/** Begins the log of a run, with its settings as hyperparameters. */
export function startLog(folder: string, settings: Settings): EventLog {
  const log = new EventLog(folder);
  log.hyperparameters(folder, hyperparametersOf(settings));
  return log;
}

/** Settings as plain values; the state of a replayed generator is no hyperparameter. */
function hyperparametersOf(settings: Settings): Hyperparameters {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => typeof value !== "object"),
  );
}

/** Ends the log: with the first layer's weights as pictures, where they are images. */
export async function endLog(
  log: EventLog,
  { W1 }: TwoLayerParams,
  images: ImageSet,
  step: number,
): Promise<void> {
  const { height, width, channels } = images;
  if (isDrawable(images) && W1.rows === height * width * channels) {
    const grid = visualizeGrid(W1, { imageHeight: height, imageWidth: width, channels });
    log.image("first-layer weights", await grid.toPng(), step);
  }
  log.end("success");
}
