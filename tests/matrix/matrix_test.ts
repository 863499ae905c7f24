import { assert, assertEquals, assertThrows } from "@std/assert";
import { argmaxRows, Matrix, type PixelRows, sliceRows, takeRows } from "two-layer-net";

const M = Matrix.from([[1, 2, 3], [4, 5, 6]]);

Deno.test("a matrix is row-major and its views share memory", () => {
  const m = M.clone();
  assertEquals([m.rows, m.cols, m.at(1, 0), m.dtype], [2, 3, 4, "float64"]);
  m.row(1)[2] = 60;
  m.slice(1, 2).data[0] = 40;
  assertEquals(m.toArray(), [[1, 2, 3], [40, 5, 60]]);
  assertEquals(M.toArray(), [[1, 2, 3], [4, 5, 6]]);
  assertEquals(M.clone("float32").dtype, "float32");
});

Deno.test("bad shapes, indices and rows are refused by name", () => {
  const refusals: [() => void, string][] = [
    [() => new Matrix(-1, 2), "rows to be an integer of at least 0 but found -1"],
    [() => new Matrix(2, 1.5), "cols to be an integer of at least 0 but found 1.5"],
    [() => new Matrix(2, 2, new Float64Array(3)), "data.length to be rows * cols = 2 * 2 = 4"],
    [() => Matrix.from([[1, 2], [3]]), "row 1 to be 2 long, like row 0, but found 1"],
    [() => M.at(2, 0), "i to be an integer from 0 to 1 but found 2"],
    [() => M.at(0, -1), "j to be an integer from 0 to 2 but found -1"],
    [() => M.row(2), "i to be an integer from 0 to 1 but found 2"],
    [() => M.slice(1, 3), "end to be an integer from 1 to 2 but found 3"],
    [() => takeRows(M, Int32Array.of(2)), "index[0] to be an integer from 0 to 1 but found 2"],
    [() => argmaxRows(new Matrix(1, 0)), "m to have columns but found 0"],
  ];
  for (const [call, message] of refusals) assertThrows(call, RangeError, `Expected ${message}`);
});

// numpy.array2string of the same values
Deno.test("a matrix prints as NumPy prints it", () => {
  assertEquals(
    String(Matrix.from([[-0.81233741, -0.8504215], [0.5, 2]])),
    "[[-0.81233741 -0.8504215 ]\n [ 0.5         2.        ]]",
  );
  assertEquals(String(Matrix.from([[-0, NaN, 7]])), "[[-0. nan  7.]]");
});

Deno.test("a matrix of large numbers prints them in full", () => {
  assertEquals(
    String(Matrix.from([[1e21], [-0.5]])),
    "[[1000000000000000000000. ]\n [" +
      "                    -0.5]]",
  );
});

Deno.test("argmax takes the first of equals and the first NaN, as NumPy", () => {
  const m = Matrix.from([[1, 3, 3], [NaN, 9, NaN], [1, NaN, 9], [-Infinity, -Infinity, -1]]);
  assertEquals([...argmaxRows(m)], [1, 0, 1, 2]);
});

const PIXELS: PixelRows = {
  rows: 3,
  cols: 2,
  pixels: Uint8Array.of(0, 1, 10, 11, 20, 21),
  index: null,
  mean: Float64Array.of(0.5, 1),
};

Deno.test("rows of pixels are taken and sliced without copying pixels", () => {
  const taken = takeRows(PIXELS, Int32Array.of(2, 0, 2)) as PixelRows;
  assertEquals([...taken.index!], [2, 0, 2]);
  assertEquals([...(takeRows(taken, Int32Array.of(1, 2)) as PixelRows).index!], [0, 2]);
  assertEquals([...(sliceRows(taken, 1, 3) as PixelRows).index!], [0, 2]);
  const part = sliceRows(PIXELS, 1, 3) as PixelRows;
  assertEquals([part.rows, ...part.pixels], [2, 10, 11, 20, 21]);
  assert(
    taken.pixels.buffer === PIXELS.pixels.buffer && part.pixels.buffer === taken.pixels.buffer,
  );
});

Deno.test("rows of a matrix are taken as a copy", () => {
  const taken = takeRows(M, Int32Array.of(1, 1, 0));
  taken.data[0] = 7;
  assertEquals(taken.toArray(), [[7, 5, 6], [4, 5, 6], [1, 2, 3]]);
  assertEquals(M.at(1, 0), 4);
});
