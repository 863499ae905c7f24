/** What Node.js and Bun run where the packages for charts and TensorFlow.js are installed too. */

import { TOY_SIZES, TOY_TRAINING, toyData } from "two-layer-net/assignment";
import { RandomState } from "two-layer-net";
import { historyChart, imageGrid } from "two-layer-net/plotting";
import { createTfjsBackend, TfjsTwoLayerNet } from "two-layer-net/tfjs";

async function tfjsLoss(name) {
  const backend = await createTfjsBackend(name), rng = new RandomState(0);
  const net = new TfjsTwoLayerNet({ ...TOY_SIZES, rng, backend }), { X, y } = toyData();
  return (await net.train(X, y, X, y, { ...TOY_TRAINING, rng })).lossHistory.at(-1);
}

const isPng = (bytes) => String.fromCharCode(...bytes.subarray(1, 4)) === "PNG";
const chart = historyChart([3, 2, 1], { title: "Loss" });
const images = [Uint8Array.from({ length: 12 }, (_, i) => 20 * i)];
const grid = imageGrid(images, { imageHeight: 2, imageWidth: 2 });

console.log(JSON.stringify({
  svg: (await chart.toSvg()).includes("Loss"),
  pngs: [isPng(await chart.toPng()), isPng(await grid.toPng())],
  types: Object.keys(await chart.toMimeBundle()),
  losses: [await tfjsLoss("cpu"), await tfjsLoss("wasm")],
}));
