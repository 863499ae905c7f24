import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  Matrix,
  meanProbabilities,
  predictProbabilities,
  type ProgressReport,
  softmax,
} from "two-layer-net";
import { images, nets, SHAPE } from "./images.ts";

/** The images as floats, written out; mirrored if asked for. */
function floats(mirror: boolean): Matrix {
  const { height, width, channels } = SHAPE;
  const X = Matrix.zeros(images.rows, images.cols);
  for (let i = 0; i < X.rows; i++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        for (let c = 0; c < channels; c++) {
          const from = (row * width + (mirror ? width - 1 - column : column)) * channels + c;
          const to = (row * width + column) * channels + c;
          X.row(i)[to] = images.image(i)[from] - images.mean[from];
        }
      }
    }
  }
  return X;
}

function assertClose(found: Matrix, expected: Matrix): void {
  found.data.forEach((value, i) => assertAlmostEquals(value, expected.data[i], 1e-12));
}

Deno.test("probabilities are the softmax of the scores, with flips the mean of both views", async () => {
  const [net] = nets;
  const plain = softmax(net.loss(floats(false))), flipped = softmax(net.loss(floats(true)));
  assertClose(await predictProbabilities(net, images), plain);
  const both = meanProbabilities([plain, flipped]);
  assertClose(await predictProbabilities(net, images, { flips: true }), both);
});

Deno.test("progress is told to the end, and a signal ends the work", async () => {
  const reports: ProgressReport[] = [];
  const onProgress = (report: ProgressReport) => void reports.push(report);
  await predictProbabilities(nets[0], images, { onProgress });
  assertEquals(reports.at(-1)?.done, images.rows);
  const controller = new AbortController();
  const stop = predictProbabilities(nets[0], images, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  const error = await assertRejects(() => stop, DOMException);
  assert(error.name === "AbortError");
});

Deno.test("rows that do not fit are refused", async () => {
  await assertRejects(
    () => predictProbabilities(nets[0], Matrix.zeros(2, 12), { flips: true }),
    TypeError,
    "Expected rows to be images of uint8 pixels but found",
  );
  await assertRejects(
    () => predictProbabilities(nets[0], Matrix.zeros(2, 5)),
    RangeError,
    "Expected X.cols to be the net's input size 12 but found 5",
  );
});
