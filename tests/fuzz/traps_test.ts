import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as library from "./library.ts";
import * as assignment from "two-layer-net/assignment";
import { Matrix, RandomState, TwoLayerNet } from "two-layer-net";
import { createStudy } from "two-layer-net/tuning";

// What a cell, which is not type-checked, can say.
// deno-lint-ignore no-explicit-any
const any = (value: unknown): any => value;

const { net } = assignment.toyModel();
const { X, y } = assignment.toyData();
const X6 = Matrix.zeros(6, 4);

const REFUSED: [name: string, call: () => unknown, message: string][] = [
  [
    "labels for other rows",
    () => library.accuracy(net, X6, [0, 1]),
    "Expected y.length to be 6, one label per row, but found 2",
  ],
  [
    "an array for a matrix",
    () => net.predict(any([[1, 2, 3, 4]])),
    "Expected X to be a Matrix, or rows of pixels such as an ImageSet, but found [ [ 1, 2, 3, 4 ] ]",
  ],
  [
    "the Python call of loss",
    () => net.loss(X, y, any(0.05)),
    "Expected the options of loss to be an object such as { reg: … }, but found 0.05",
  ],
  [
    "an option in Python's spelling",
    () => net.train(X, y, X, y, any({ rng: new RandomState(0), learning_rate: 1 })),
    "Unknown option learning_rate of train. Did you mean learningRate?",
  ],
  [
    "an option in small letters",
    () => net.train(X, y, X, y, any({ rng: new RandomState(0), learningrate: 1 })),
    "Unknown option learningrate of train. Did you mean learningRate?",
  ],
  [
    "hidden units of a training",
    () => net.train(X, y, X, y, any({ ...assignment.DEFAULT_RUN, rng: new RandomState(0) })),
    "Unknown option hiddenSize of train.",
  ],
  [
    "momentum by position",
    () => library.sgd(any(0.9)),
    "Expected the options of sgd to be an object such as { momentum: … }, but found 0.9",
  ],
  [
    "an element type by position",
    () => library.createBackend("wasm", any("float32")),
    'Expected the options of createBackend to be an object such as { dtype: … }, but found "float32"',
  ],
  [
    "an unknown element type",
    () => Matrix.zeros(2, 2, any("float16")),
    'Expected dtype to be one of "float64", "float32" but found "float16"',
  ],
  [
    "a label that is no class",
    () => net.loss(X, [0, 1, 2, 2, 3]),
    "Expected y[4] to be an integer from 0 to 2 but found 3",
  ],
  [
    "a label that is a word",
    () => net.loss(X, any(["cat", 1, 2, 2, 1])),
    'Expected y[0] to be an integer from 0 to 2 but found "cat"',
  ],
  [
    "a net of no options",
    () => new TwoLayerNet(any(undefined)),
    "Expected the options of TwoLayerNet to be an object such as { inputSize: … },",
  ],
  [
    "another library's random numbers",
    () => new TwoLayerNet(any({ inputSize: 4, hiddenSize: 2, numClasses: 3, rng: Math.random })),
    "Expected rng to be a RandomState but found function random",
  ],
];

for (const [name, call, message] of REFUSED) {
  Deno.test(`refused: ${name}`, async () => {
    const result = (() => {
      try {
        return call();
      } catch (error) {
        return Promise.reject(error);
      }
    })();
    await assertRejects(() => Promise.resolve(result), Error, message);
  });
}

Deno.test("parameters may have the names of an object's own properties", async () => {
  const names = ["constructor", "__proto__", "toString", "hasOwnProperty"];
  const sampler = new library.TpeSampler({ numStartupTrials: 2 });
  for (const space of [undefined, searchSpace(names)]) {
    const study = createStudy({ sampler, searchSpace: space });
    await study.optimize((trial) => {
      let sum = 0;
      for (const name of names) sum += trial.suggestFloat(name, 0, 1);
      return sum;
    }, { numTrials: 5 });
    for (const { params } of study.trials) {
      for (const name of names) assertEquals(typeof params[name], "number");
    }
    assertEquals(Object.keys(library.paramImportances(study)).sort(), [...names].sort());
    assertEquals(library.trialRows(study).length, 5);
  }
});

function searchSpace(names: string[]): library.SearchSpace {
  return Object.fromEntries(names.map((name) => [name, library.floatDistribution(0, 1)]));
}

Deno.test("a study whose parameter is named constructor is compared with its definition", () => {
  const storage = new library.MemoryStorage();
  createStudy({ storage, searchSpace: searchSpace(["constructor"]) });
  const other = () => createStudy({ storage, searchSpace: searchSpace([]), loadIfExists: true });
  assertThrows(other, library.StudyMismatchError, "searchSpace.constructor: ");
});
