/**
 * The Web Worker that trains.
 *
 * @module
 */

/// <reference lib="webworker" />

import { CIFAR_FILE } from "./assets.ts";
import { chooseBackend } from "./choose_backend.ts";
import { decodeDataset } from "./dataset.ts";
import type { Message, Request } from "./messages.ts";
import { readWithProgress } from "./read_with_progress.ts";
import { Trainer } from "./trainer.ts";

const post = (message: Message, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

/** The images and the backend come while requests wait. */
const trainer = prepare();

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  await (await trainer)?.handle(data);
};

async function prepare(): Promise<Trainer | null> {
  try {
    const [data, backend] = await Promise.all([
      loadImages(),
      chooseBackend(),
    ]);
    const { XTrain, XVal, samples } = data;
    post({
      type: "ready",
      training: XTrain.rows,
      validation: XVal.rows,
      backend: backend.description,
      mean: XTrain.mean,
      samples: { pixels: samples.pixels.slice(), labels: samples.labels.slice() },
    });
    return new Trainer(data, backend, post);
  } catch (error) {
    post({ type: "failed", message: (error as Error).message });
    return null;
  }
}

async function loadImages() {
  const bytes = await readWithProgress(CIFAR_FILE, (done, of) => {
    post({ type: "loading", bytes: done, of });
  });
  return decodeDataset(bytes);
}
