/**
 * Training steps past the assignment, ours: prints the seconds of each step, as JSON.
 */

import { createBackend, ImageSet, RandomState } from "two-layer-net";
import { PRESETS, trainNet } from "two-layer-net/training";
import { newCommand, parseArguments } from "../../../lib/cli/shared/command_line.ts";
import { integer } from "../../../lib/cli/shared/numbers.ts";

const IMAGES = 10_240;

const command = newCommand("bench:recipe", "Steps past the assignment")
  .requiredOption("--hidden <units>", "hidden units", integer(1))
  .requiredOption("--batch <rows>", "images per step", integer(1))
  .requiredOption("--steps <count>", "number of steps", integer(1))
  .requiredOption("--threads <count>", "threads", integer(1))
  .requiredOption("--backend <name>", "backend");
if (parseArguments(command, Deno.args) !== null) Deno.exit(2);
const { hidden, batch, steps, threads, backend: name } = command.opts();

const rng = new RandomState(0);
const images = new ImageSet({
  pixels: Uint8Array.from(rng.randint(0, 256, IMAGES * 3072)),
  labels: Uint8Array.from(rng.randint(0, 10, IMAGES)),
  mean: new Float64Array(3072).fill(127.5),
  scale: new Float64Array(3072).fill(6 / 127.5),
  height: 32,
  width: 32,
});
using backend = await createBackend(name, { dtype: "float32", threads });
const seconds: number[] = [];
let last = performance.now();
const epochs = Math.ceil(steps / Math.floor(IMAGES / batch));
await trainNet(
  { ...PRESETS.quick, hiddenSize: hidden, batchSize: batch, epochs },
  { XTrain: images, XVal: images.slice(0, 1) },
  {
    backend,
    callbacks: [{
      onStep() {
        const now = performance.now();
        seconds.push((now - last) / 1000);
        last = now;
      },
    }],
  },
);
console.log(JSON.stringify(seconds.slice(0, steps)));
