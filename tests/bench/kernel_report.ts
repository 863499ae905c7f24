/** Each kernel of a backend on the shapes of the assignment's default run, beside the limits. */

import { type Backend, type PixelRows, RandomState } from "two-layer-net";
import { ADAM } from "../../lib/optim/adam.ts";
import { MOMENTUM } from "../../lib/optim/sgd.ts";
import { INTERPOLATE } from "../../lib/solver/weight_average.ts";
import { bestSeconds, secondsOf } from "./timing.ts";

/** Limits of one thread, operations and bytes per second. */
export interface Limits {
  /** Multiplications and additions a second, in registers only. */
  fma: number;
  /** The same, of the micro-kernel with its operands in the first-level cache. */
  tile: number;
  /** Bytes a second, read and written, of a copy of 32 MiB. */
  copy: number;
}

/** Bytes a second, read and written, of a copy of 32 MiB. */
export function copyLimit(): number {
  const from = new Uint8Array(2 ** 25).fill(1), to = new Uint8Array(2 ** 25);
  return 2 ** 26 / bestSeconds(() => to.set(from));
}

const [N, D, C, IMAGES] = [200, 3072, 10, 20_000];

/** rate, beta1, beta2, rootScale, epsilon, weightDecay, shrink. */
const ADAM_STEP = [1e-9, 0.9, 0.999, 1, 1e-8, 0, 1] satisfies Parameters<typeof ADAM.apply>[0];

interface Row {
  readonly kernel: string;
  readonly run: () => void;
  /** Multiplications and additions; or bytes read and written. */
  readonly operations?: number;
  readonly bytes?: number;
}

function rowsOf(backend: Backend, H: number): Row[] {
  const rng = new RandomState(0), size = backend.dtype === "float64" ? 8 : 4;
  const own = (rows: number, cols: number) => backend.from(rng.randn(rows, cols));
  const [W1, dW1, b1, db1, W2, dW2] = [
    own(D, H),
    own(D, H),
    own(1, H),
    own(1, H),
    own(H, C),
    own(H, C),
  ];
  const [velocity, square] = [own(D, H), backend.zeros(D, H)];
  const [hidden, dhidden, scores, dscores] = [own(N, H), own(N, H), own(N, C), own(N, C)];
  const floats = own(N, D), inCache = [own(192, 256), own(256, 48), own(192, 48)];
  const labels = rng.randint(0, C, N), X = pixelBatch(rng);
  const next = () => void X.index?.set(rng.choice(IMAGES, N));
  const first = 2 * N * D * H, second = 2 * N * H * C;
  return [
    {
      kernel: "192×256 · 256×48, in cache",
      operations: 2 * 192 * 256 * 48,
      run: () => backend.matmul(inCache[0], inCache[1], inCache[2]),
    },
    {
      kernel: "pixels · W1, a new batch",
      operations: first,
      run: () => {
        next();
        backend.matmul(X, W1, hidden);
      },
    },
    { kernel: "pixelsᵀ · dH", operations: first, run: () => backend.matmulTransA(X, dhidden, dW1) },
    { kernel: "floats · W1", operations: first, run: () => backend.matmul(floats, W1, hidden) },
    {
      kernel: "floatsᵀ · dH",
      operations: first,
      run: () => backend.matmulTransA(floats, dhidden, dW1),
    },
    { kernel: "H · W2", operations: second, run: () => backend.matmul(hidden, W2, scores) },
    {
      kernel: "Hᵀ · dS",
      operations: second,
      run: () => backend.matmulTransA(hidden, dscores, dW2),
    },
    {
      kernel: "dS · W2ᵀ",
      operations: second,
      run: () => backend.matmulTransB(dscores, W2, dhidden),
    },
    { kernel: "gather", bytes: N * D * (size + 1), run: () => backend.gather(X, floats) },
    { kernel: "bias + ReLU", bytes: 2 * N * H * size, run: () => backend.addBiasRelu(b1, hidden) },
    {
      kernel: "ReLU backward",
      bytes: 3 * N * H * size,
      run: () => backend.reluBackward(hidden, dhidden),
    },
    { kernel: "column sums", bytes: N * H * size, run: () => backend.columnSums(dhidden, db1) },
    {
      kernel: "softmax loss",
      bytes: 2 * N * C * size,
      run: () => backend.softmaxLoss(scores, labels, dscores),
    },
    { kernel: "sum of squares, W1", bytes: D * H * size, run: () => backend.sumOfSquares(W1) },
    {
      kernel: "add scaled, W1",
      bytes: 3 * D * H * size,
      run: () => backend.addScaled(-1e-9, dW1, W1),
    },
    {
      kernel: "step with momentum, W1",
      bytes: 5 * D * H * size,
      run: () => backend.update(MOMENTUM, [1e-9, 0.9, 1, 5e-4], dW1, velocity, W1),
    },
    {
      kernel: "step of Adam, W1",
      bytes: 7 * D * H * size,
      run: () => backend.update(ADAM, ADAM_STEP, dW1, velocity, square, W1),
    },
    {
      kernel: "average of weights, W1",
      bytes: 3 * D * H * size,
      run: () => backend.update(INTERPOLATE, [1e-3], dW1, W1),
    },
    {
      kernel: "dropout, input",
      bytes: 2 * N * D * size,
      run: () => backend.dropout(0.1, [1, 2], floats),
    },
  ];
}

function pixelBatch(rng: RandomState): PixelRows {
  return {
    rows: N,
    cols: D,
    pixels: Uint8Array.from(rng.randint(0, 256, IMAGES * D)),
    index: Int32Array.from(rng.choice(IMAGES, N)),
    mean: rng.rand(D).map((x) => 256 * x),
  };
}

/** What one kernel takes, and its share of the limit. */
function line({ kernel, run, operations, bytes }: Row, limits: Limits, threads: number): string {
  const seconds = secondsOf(run, 40), least = seconds[0], median = seconds[20];
  const [rate, limit, unit] = operations
    ? [operations / least, limits.fma * threads, "GFLOPS"]
    : [bytes! / least, limits.copy, "GB/s"];
  return [
    kernel.padEnd(28),
    `${(1000 * least).toFixed(3)} ms`.padStart(11),
    `(median ${(1000 * median).toFixed(3)})`.padEnd(17),
    `${(rate / 1e9).toFixed(1)} ${unit}`.padStart(12),
    `${(100 * rate / limit).toFixed(0)} %`.padStart(6),
  ].join(" ");
}

/** Prints the limits and a line for each kernel. */
export function reportKernels(backend: Backend, limits: Limits, H: number): void {
  console.log(`\n${backend.description}; H = ${H}, batch ${N}`);
  const [fma, tile, copy] = [limits.fma, limits.tile, limits.copy].map((x) => (x / 1e9).toFixed(1));
  const share = (100 * limits.tile / limits.fma).toFixed(0);
  console.log(
    `one thread: multiply-add ${fma} GFLOPS, micro-kernel ${tile} (${share} %), copy ${copy} GB/s`,
  );
  for (const row of rowsOf(backend, H)) console.log(line(row, limits, backend.threads));
}
