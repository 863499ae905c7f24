"""The assignment's grid in NumPy: trains the nets that it is told to, one after the other.

Reads one line of JSON a net on standard input (hiddenSize, learningRate, reg, numIters, state) and
answers each with one line: seconds of making and training the net, and its validation accuracy.
"""

import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers"))

from assignment import Data, first_params, parse_arguments, train  # noqa: E402
import numpy_net  # noqa: E402


def main():
    arguments = parse_arguments()
    import numpy as np

    data = Data(arguments.data, "float64")
    print("ready", flush=True)
    for line in sys.stdin:
        net = json.loads(line)
        start = time.perf_counter()
        rng = np.random.RandomState()
        rng.set_state(tuple(net["state"]))
        numpy_net.REG = net["reg"]
        params = first_params(rng, net["hiddenSize"], "float64")
        model = numpy_net.make_model(arguments, data, params)
        accuracies = []
        evaluate = model.val_accuracy
        model.val_accuracy = lambda: accuracies.append(evaluate())
        train(model, rng, 200, net["numIters"], net["learningRate"])
        # As in the assignment, of the last whole epoch; the first entry is that of the very first step.
        accuracy = accuracies[-1] if len(accuracies) > 1 else evaluate()
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "valAccuracy": accuracy}), flush=True)


if __name__ == "__main__":
    main()
