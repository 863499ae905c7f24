import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Matrix } from "two-layer-net";

const A = Matrix.from([[1.5, -2, 3], [0.25, 5, -6]]);
const ROW = Matrix.from([[10, 0.5, -4]]);
const COLUMN = Matrix.from([[2], [-8]]);

const OPERATIONS = ["add", "subtract", "multiply", "divide"] as const;

/** NumPy 2.4.6: [(a + o).tolist(), (a - o).tolist(), (a * o).tolist(), (a / o).tolist()] */
const NUMPY: [name: string, other: Matrix | number, results: number[][][]][] = [
  ["a matrix of the same shape", Matrix.from([[2, -5, 5], [-0.5, 9, -13]]), [
    [[3.5, -7.0, 8.0], [-0.25, 14.0, -19.0]],
    [[-0.5, 3.0, -2.0], [0.75, -4.0, 7.0]],
    [[3.0, 10.0, 15.0], [-0.125, 45.0, 78.0]],
    [[0.75, 0.4, 0.6], [-0.5, 0.5555555555555556, 0.46153846153846156]],
  ]],
  ["a row", ROW, [
    [[11.5, -1.5, -1.0], [10.25, 5.5, -10.0]],
    [[-8.5, -2.5, 7.0], [-9.75, 4.5, -2.0]],
    [[15.0, -1.0, -12.0], [2.5, 2.5, 24.0]],
    [[0.15, -4.0, -0.75], [0.025, 10.0, 1.5]],
  ]],
  ["a column", COLUMN, [
    [[3.5, 0.0, 5.0], [-7.75, -3.0, -14.0]],
    [[-0.5, -4.0, 1.0], [8.25, 13.0, 2.0]],
    [[3.0, -4.0, 6.0], [-2.0, -40.0, 48.0]],
    [[0.75, -1.0, 1.5], [-0.03125, -0.625, 0.75]],
  ]],
  ["a number", 0.5, [
    [[2.0, -1.5, 3.5], [0.75, 5.5, -5.5]],
    [[1.0, -2.5, 2.5], [-0.25, 4.5, -6.5]],
    [[0.75, -1.0, 1.5], [0.125, 2.5, -3.0]],
    [[3.0, -4.0, 6.0], [0.5, 10.0, -12.0]],
  ]],
];

for (const [name, other, results] of NUMPY) {
  Deno.test(`with ${name}, a matrix computes as NumPy does`, () => {
    assertEquals(OPERATIONS.map((operation) => A[operation](other).toArray()), results);
  });
}

// (r + c).tolist(), (c - r).tolist()
Deno.test("a row and a column broadcast to a matrix", () => {
  assertEquals(ROW.add(COLUMN).toArray(), [[12.0, 2.5, -2.0], [2.0, -7.5, -12.0]]);
  assertEquals(COLUMN.subtract(ROW).toArray(), [[-8.0, 1.5, 6.0], [-18.0, -8.5, -4.0]]);
});

// a.dot(a.T), a.T.dot(a), a.sum(), a.sum(axis, keepdims=True), the same of max
Deno.test("products, sums and maxima are NumPy's", () => {
  assertEquals(A.dot(A.transpose()).toArray(), [[15.25, -27.625], [-27.625, 61.0625]]);
  assertEquals(A.transpose().dot(A).toArray(), [
    [2.3125, -1.75, 3.0],
    [-1.75, 29.0, -36.0],
    [3.0, -36.0, 45.0],
  ]);
  assertEquals([A.sum(), A.sum(0).toArray(), A.sum(1).toArray()], [
    1.75,
    [[1.75, 3.0, -3.0]],
    [[2.5], [-0.75]],
  ]);
  assertEquals([A.max(), A.max(0).toArray(), A.max(1).toArray()], [
    5,
    [[1.5, 5.0, 3.0]],
    [[3.0], [5.0]],
  ]);
});

// (f + f).dtype, (f + 1).dtype, (f + f.astype(float)).dtype; f / 3, f.dot(f), f.sum(0), f.sum()
Deno.test("float32 stays float32, with NumPy's rounding, unless it meets float64", () => {
  const f = Matrix.from([[0.1, 0.2], [0.3, 0.4]], "float32");
  const results = [f.add(f), f.add(1), f.add(f.clone("float64")), f.dot(f), f.sum(0), f.max(1)];
  assertEquals(
    results.map(({ dtype }) => dtype),
    ["float32", "float32", "float64", "float32", "float32", "float32"],
  );
  assertEquals(f.divide(3).toArray(), [
    [0.03333333507180214, 0.06666667014360428],
    [0.10000000149011612, 0.13333334028720856],
  ]);
  assertEquals(f.dot(f).toArray(), [
    [0.07000000029802322, 0.10000000149011612],
    [0.15000000596046448, 0.2200000137090683],
  ]);
  assertEquals(f.sum(0).toArray(), [[0.4000000059604645, 0.6000000238418579]]);
  assertEquals([f.sum(), f.transpose().dtype, f.map(Math.exp).dtype], [1, "float32", "float32"]);
});

// n.max(0), n.max(1); np.array([[1, -1, 0]]) / 0; np.zeros((0, 3)).sum(0); zeros (2, 0) @ (0, 2)
Deno.test("NaN, division by zero and empty matrices are as in NumPy", () => {
  const n = Matrix.from([[1, NaN], [-Infinity, 2]]);
  assertEquals([n.max(0).toArray(), n.max(1).toArray(), n.max()], [[[1, NaN]], [[NaN], [2]], NaN]);
  assertEquals(Matrix.from([[1, -1, 0]]).divide(0).toArray(), [[Infinity, -Infinity, NaN]]);
  assertEquals(new Matrix(0, 3).sum(0).toArray(), [[0, 0, 0]]);
  assertEquals(new Matrix(2, 0).dot(new Matrix(0, 2)).toArray(), [[0, 0], [0, 0]]);
  assertEquals(new Matrix(0, 3).add(ROW).rows, 0);
});

const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
const size = fc.integer({ min: 1, max: 5 });

function matrix(rows: number, cols: number, values = value): fc.Arbitrary<Matrix> {
  return fc.array(values, { minLength: rows * cols, maxLength: rows * cols })
    .map((elements) => new Matrix(rows, cols, Float64Array.from(elements)));
}

/** Two matrices that broadcast: each size is the common one, or 1. */
const broadcastable = fc.tuple(size, size, fc.boolean(), fc.boolean(), fc.boolean()).chain(
  ([rows, cols, oneRow, oneColumn, swapped]) => {
    const small = matrix(oneRow ? 1 : rows, oneColumn ? 1 : cols);
    const both = fc.tuple(matrix(rows, cols), small);
    return both.map(([a, b]) => swapped ? [b, a] : [a, b]);
  },
);

Deno.test("every element of a result is the number operation on its two elements", () => {
  const f = {
    add: (x: number, y: number) => x + y,
    subtract: (x: number, y: number) => x - y,
    multiply: (x: number, y: number) => x * y,
    divide: (x: number, y: number) => x / y,
  };
  fc.assert(fc.property(broadcastable, fc.constantFrom(...OPERATIONS), ([a, b], operation) => {
    const out = a[operation](b);
    assertEquals([out.rows, out.cols], [Math.max(a.rows, b.rows), Math.max(a.cols, b.cols)]);
    out.map((result, i, j) => {
      const [x, y] = [a, b].map((m) => m.at(Math.min(i, m.rows - 1), Math.min(j, m.cols - 1)));
      assertEquals(result, f[operation](x, y));
      return result;
    });
  }));
});

/** Whole numbers, whose sums are exact in any order. */
const whole = fc.integer({ min: -1000, max: 1000 });
const chain = fc.tuple(size, size, size).chain(([n, k, m]) =>
  fc.tuple(matrix(n, k, whole), matrix(k, m, whole))
);

Deno.test("a product's elements are its rows times its columns, and (AB)' = B'A'", () => {
  fc.assert(fc.property(chain, ([a, b]) => {
    const out = a.dot(b), columns = b.transpose();
    const sums = out.map((_, i, j) => a.slice(i, i + 1).multiply(columns.slice(j, j + 1)).sum());
    assertEquals(out.toArray(), sums.toArray());
    assertEquals(out.transpose().toArray(), columns.dot(a.transpose()).toArray());
  }));
});

Deno.test("results have memory of their own, and operands stay as they are", () => {
  const before = A.toArray();
  const results = [A.add(0), A.multiply(A), A.transpose(), A.map((x) => x), A.sum(0), A.max(1)];
  for (const result of results) {
    assert(result.data.buffer !== A.data.buffer);
    result.data.fill(7);
  }
  assertEquals(A.toArray(), before);
});

Deno.test("shapes that do not fit are refused, with both named", () => {
  // deno-lint-ignore no-explicit-any
  const any = (value: unknown) => value as any;
  const refusals: [() => void, string][] = [
    [
      () => A.add(COLUMN.transpose()),
      "Expected other to broadcast with 2 × 3 but found 1 × 2, whose sizes are neither equal nor 1",
    ],
    [
      () => A.dot(A),
      "Expected other to have 3 rows, one for each column of 2 × 3, but found 2 × 3",
    ],
    [() => new Matrix(0, 3).max(), "Expected elements to take the maximum of but found 0 × 3"],
    [() => new Matrix(0, 3).max(0), "Expected elements to take the maximum of but found 0 × 3"],
    [() => new Matrix(2, 0).max(1), "Expected elements to take the maximum of but found 2 × 0"],
    [() => A.sum(any(2)), "Expected axis to be an integer from 0 to 1 but found 2"],
    [() => A.add(any("1")), 'Expected other to be a Matrix or a number but found "1"'],
    [() => A.dot(any(2)), "Expected other to be a Matrix but found 2"],
    [() => A.map(any(2)), "Expected f to be a function but found 2"],
    [() => A.map(any(() => "x")), 'Expected f(m[0, 0]) to be a number but found "x"'],
  ];
  for (const [call, message] of refusals) assertThrows(call, Error, message);
});
