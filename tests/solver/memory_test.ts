/** Training gives back what it took, so that long searches need no garbage collection. */

import { assertEquals } from "@std/assert";
import {
  adam,
  type Backend,
  createBackend,
  Matrix,
  RandomState,
  type Rows,
  Solver,
} from "two-layer-net";
import { ourEngine } from "../../lib/engines/engine.ts";

/** What a backend has made and not been given back. */
function watch(backend: Backend): Set<Rows> {
  const alive = new Set<Rows>();
  for (const key of ["zeros", "from"] as const) {
    const make = backend[key].bind(backend) as (...all: unknown[]) => Rows;
    Object.assign(backend, {
      [key]: (...all: unknown[]) => {
        const made = make(...all);
        if (made !== all[0]) alive.add(made);
        return made;
      },
    });
  }
  const free = backend.free.bind(backend);
  backend.free = (rows) => {
    alive.delete(rows);
    free(rows);
  };
  return alive;
}

const X = new RandomState(1).randn(40, 6), y = X.toArray().map(([x]) => x > 0 ? 1 : 0);
const DATA = { XTrain: X, yTrain: y, XVal: X, yVal: y };
const SIZES = { inputSize: 6, hiddenSize: 8, numClasses: 2 };
const OPTIONS = { numIters: 12, batchSize: 7, updateRule: adam(), ema: { decay: 0.9 } };

for (const name of ["reference", "wasm"] as const) {
  Deno.test(`${name}: a training and its net leave no memory taken`, async () => {
    using backend = await createBackend(name, { threads: 1 });
    const alive = watch(backend), rng = new RandomState(0);
    {
      using net = ourEngine(backend).createNet({ ...SIZES, rng });
      const solver = new Solver(net.model, DATA, { ...OPTIONS, keepBest: true, rng });
      await solver.train();
      const held = alive.size;
      await solver.train();
      assertEquals(alive.size, held, "a second training");
      net.classifier.loss(Matrix.zeros(3, 6));
    }
    assertEquals(alive.size, 0);
  });

  Deno.test(`${name}: a training that fails leaves no memory taken`, async () => {
    using backend = await createBackend(name, { threads: 1 });
    const alive = watch(backend), rng = new RandomState(0);
    const failure = new Error("stop");
    const onStep = ({ iteration }: { iteration: number }) => {
      if (iteration === 5) throw failure;
    };
    {
      using net = ourEngine(backend).createNet({ ...SIZES, rng });
      const solver = new Solver(net.model, DATA, { ...OPTIONS, callbacks: [{ onStep }], rng });
      assertEquals(await solver.train().catch((error) => error), failure);
    }
    assertEquals(alive.size, 0);
  });
}
