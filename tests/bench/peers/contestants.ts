/**
 * Who runs, and which ratios are wanted.
 */

/** One way of doing the default run. */
export interface Contestant {
  readonly label: string;
  readonly dtype: "float64" | "float32";
  /** Ours: the name of the backend; jit-avx2 is jit without AVX-512. */
  readonly backend?: string;
  /** A peer: the file that runs it, and the Python package that it takes. */
  readonly script?: string;
  readonly module?: string;
}

/** A peer should take at least `least` times as long as ours. */
export interface Goal {
  readonly ours: string;
  readonly peer: string;
  readonly least: number;
}

const BOTH = ["float64", "float32"] as const;

const PEERS = [
  { name: "NumPy", script: "numpy_net.py", module: "numpy" },
  { name: "JAX", script: "jax_net.py", module: "jax" },
  { name: "PyTorch, by hand", script: "torch_net.py", module: "torch" },
  { name: "PyTorch, autograd", script: "torch_autograd_net.py", module: "torch" },
] as const;

/** Everyone, ours first. */
export const CONTESTANTS: Contestant[] = [
  ...["jit", "jit-avx2", "native", "wasm"].flatMap((backend) =>
    BOTH.map((dtype) => ({ label: `${backend} ${dtype}`, dtype, backend }))
  ),
  ...PEERS.flatMap(({ name, script, module }) =>
    BOTH.map((dtype) => ({ label: `${name} ${dtype}`, dtype, script, module }))
  ),
];

/** The ratios that this project set itself, on two cores. */
export const GOALS: Goal[] = [
  { ours: "jit float32", peer: "PyTorch, by hand float32", least: 2.2 },
  { ours: "jit float64", peer: "NumPy float64", least: 2 },
  { ours: "jit float32", peer: "native float32", least: 1.25 },
  { ours: "jit float64", peer: "native float64", least: 1.1 },
  { ours: "jit float32", peer: "wasm float32", least: 2.8 },
  { ours: "jit float64", peer: "wasm float64", least: 2.8 },
  { ours: "jit-avx2 float32", peer: "PyTorch, by hand float32", least: 2.2 },
  { ours: "jit-avx2 float64", peer: "NumPy float64", least: 2 },
  { ours: "jit-avx2 float32", peer: "native float32", least: 1.25 },
  { ours: "jit-avx2 float64", peer: "native float64", least: 1.1 },
  { ours: "native float64", peer: "JAX float64", least: 1.1 },
  { ours: "native float32", peer: "JAX float32", least: 1.5 },
  { ours: "wasm float32", peer: "PyTorch, autograd float32", least: 1 },
  { ours: "wasm float64", peer: "NumPy float64", least: 0.9 },
];
