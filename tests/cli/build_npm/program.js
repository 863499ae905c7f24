/** What the tests of the package run in every runtime: no imports, so that pages can load it too. */

/** The assignment's toy training; its last loss. */
async function toyLoss(lib, backend) {
  const rng = new lib.RandomState(0);
  const sizes = { inputSize: 4, hiddenSize: 10, numClasses: 3, std: 0.1 };
  const net = new lib.TwoLayerNet({ ...sizes, rng, backend });
  const X = new lib.RandomState(1).randn(5, 4).multiply(10), y = Int32Array.of(0, 1, 2, 2, 1);
  const options = { learningRate: 0.1, learningRateDecay: 0.95, reg: 5e-6, numIters: 100 };
  const { lossHistory } = await net.train(X, y, X, y, { ...options, batchSize: 200, rng });
  return lossHistory.at(-1);
}

/** 250 images of CIFAR-10's shape, each class a colour under noise. */
function images(lib) {
  const rng = new lib.RandomState(2), rows = 250, cols = 3072;
  const labels = Uint8Array.from(rng.randint(0, 10, rows));
  const noise = rng.randint(0, 156, rows * cols);
  const pixels = Uint8Array.from(noise, (value, i) => {
    const label = labels[Math.floor(i / cols)];
    return value + (label * 37 + (i % 3) * 61) % 100;
  });
  const mean = new Float64Array(cols).fill(128);
  const set = new lib.ImageSet({ pixels, labels, mean, height: 32, width: 32 });
  return [set.slice(0, 200), set.slice(200, rows)];
}

/** A short run as on CIFAR-10: its losses and validation accuracies. */
async function shortRun(lib, backend) {
  const [train, val] = images(lib), rng = new lib.RandomState(3);
  const sizes = { inputSize: 3072, hiddenSize: 50, numClasses: 10 };
  const net = new lib.TwoLayerNet({ ...sizes, std: 1e-3, rng, backend });
  const options = { learningRate: 1e-3, reg: 0.25, numIters: 12, batchSize: 50, rng };
  const history = await net.train(train, train.labels, val, val.labels, options);
  return [...history.lossHistory, ...history.valAccHistory];
}

async function failure(action) {
  try {
    await action();
    return "nothing was thrown";
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

/** The figures by backend, element type and threads, and what other backends say. */
export async function figures(lib, threadCounts) {
  const found = {};
  const record = async (name, options) => {
    const backend = await lib.createBackend(name, options);
    const run = await shortRun(lib, backend);
    const toy = backend.dtype === "float64" ? await toyLoss(lib, backend) : null;
    found[`${name} ${backend.dtype} ${backend.threads}`] = { toy, run };
    backend[Symbol.dispose]();
  };
  for (const dtype of ["float64", "float32"]) {
    await record("reference", { dtype });
    for (const threads of threadCounts) await record("wasm", { dtype, threads });
  }
  const errors = [
    await failure(() => lib.createBackend("jit")),
    await failure(() => lib.createBackend("native")),
    await failure(() => lib.saveWeights(1, {})),
    await failure(() => new lib.ImageSet({ pixels: [1, 2, 3, 4, 5, 6], labels: {} })),
  ];
  const best = (await lib.bestBackend()).name;
  return { found, errors, best };
}
