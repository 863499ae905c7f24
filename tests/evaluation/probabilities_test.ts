import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  Matrix,
  meanProbabilities,
  predictProbabilities,
  type ProgressReport,
  softmax,
} from "two-layer-net";
import { images, nets, SHAPE } from "./images.ts";

/** The images as floats, written out: mirrored if asked for, and then moved. */
function floats(mirror = false, dy = 0, dx = 0): Matrix {
  const { height, width, channels } = SHAPE;
  const X = Matrix.zeros(images.rows, images.cols);
  for (let i = 0; i < X.rows; i++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const fromRow = row - dy, fromColumn = mirror ? width - 1 - (column - dx) : column - dx;
        if (fromRow < 0 || fromRow >= height || fromColumn < 0 || fromColumn >= width) continue;
        for (let c = 0; c < channels; c++) {
          const from = (fromRow * width + fromColumn) * channels + c;
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

Deno.test("probabilities are the softmax of the scores, or its mean over views", async () => {
  const [net] = nets, shifts = [-1, 0, 1];
  const see = (...view: Parameters<typeof floats>) => softmax(net.loss(floats(...view)));
  const expected = {
    1: [see()],
    2: [see(), see(true)],
    18: [false, true].flatMap((mirror) =>
      shifts.flatMap((dy) => shifts.map((dx) => see(mirror, dy, dx)))
    ),
  };
  assertClose(await predictProbabilities(net, images), expected[1][0]);
  for (const views of [1, 2, 18] as const) {
    const found = await predictProbabilities(net, images, { views });
    assertClose(found, meanProbabilities(expected[views]));
  }
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
    () => predictProbabilities(nets[0], Matrix.zeros(2, 12), { views: 2 }),
    TypeError,
    "Expected rows to be images of uint8 pixels but found",
  );
  await assertRejects(
    () => predictProbabilities(nets[0], Matrix.zeros(2, 5)),
    RangeError,
    "Expected X.cols to be the net's input size 12 but found 5",
  );
  await assertRejects(
    () => predictProbabilities(nets[0], images, { views: 3 as 2 }),
    RangeError,
    "Expected views to be one of 1, 2, 18 but found 3",
  );
});
