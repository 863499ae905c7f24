"""The assignment's default run, for whichever library does the arithmetic.

A peer makes a `model` with step(index, learning_rate) -> loss, train_accuracy(index),
val_accuracy() and gives it to `run`, which trains it on the original's random stream and prints one
line of JSON. Only the training loop is timed.
"""

import argparse
import json
import os
import resource
import sys
import time


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="data/cifar-10-batches-bin")
    parser.add_argument("--hidden", type=int, default=50)
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("--iterations", type=int, default=1000)
    parser.add_argument("--dtype", choices=["float64", "float32"], default="float64")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    limit_threads(arguments.threads)
    return arguments


def limit_threads(threads):
    """Must come before NumPy, JAX or PyTorch is imported."""
    for name in ["OMP", "OPENBLAS", "MKL", "BLIS", "VECLIB"]:
        os.environ[f"{name}_NUM_THREADS"] = str(threads)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


class Data:
    """49000 training and 1000 validation images as floats, the mean image subtracted."""

    def __init__(self, folder, dtype):
        import numpy as np

        files = [os.path.join(folder, f"data_batch_{i}.bin") for i in range(1, 6)]
        records = np.concatenate([np.fromfile(f, np.uint8).reshape(-1, 3073) for f in files])
        planes = records[:, 1:].reshape(-1, 3, 1024)
        pixels = planes.transpose(0, 2, 1).reshape(-1, 3072)
        mean = pixels[:49000].mean(axis=0, dtype=np.float64)
        self.X_train = np.empty((49000, 3072), dtype)
        self.X_val = np.empty((1000, 3072), dtype)
        np.subtract(pixels[:49000], mean, out=self.X_train, casting="unsafe")
        np.subtract(pixels[49000:], mean, out=self.X_val, casting="unsafe")
        self.y_train = records[:49000, 0].astype(np.int64)
        self.y_val = records[49000:, 0].astype(np.int64)


def original_stream():
    """NumPy's generator where the original had it: after the toy model and its 100 batches."""
    import numpy as np

    rng = np.random.RandomState(0)
    rng.randn(4 * 10 + 10 * 3)
    for _ in range(100):
        rng.choice(5, 200)
    return rng


def first_params(rng, hidden, dtype):
    """W1, b1, W2, b2 as the original draws them."""
    import numpy as np

    W1 = 1e-4 * rng.randn(3072, hidden)
    W2 = 1e-4 * rng.randn(hidden, 10)
    params = [W1, np.zeros(hidden), W2, np.zeros(10)]
    return [p.astype(dtype) for p in params]


def run(make_model):
    arguments = parse_arguments()
    data = Data(arguments.data, arguments.dtype)
    rng = original_stream()
    params = first_params(rng, arguments.hidden, arguments.dtype)
    model = make_model(arguments, data, params)
    start = time.perf_counter()
    losses = train(model, rng, arguments.batch, arguments.iterations)
    seconds = time.perf_counter() - start
    json.dump(
        {
            "seconds": seconds,
            "losses": losses[::100],
            "valAccuracy": model.val_accuracy(),
            "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        },
        sys.stdout,
    )


def train(model, rng, batch, iterations, learning_rate=1e-4, decay=0.95):
    per_epoch = max(49000 / batch, 1)
    losses = []
    for iteration in range(iterations):
        index = rng.choice(49000, batch)
        losses.append(float(model.step(index, learning_rate)))
        if iteration % per_epoch == 0:
            model.train_accuracy(index)
            model.val_accuracy()
            learning_rate *= decay
    return losses
