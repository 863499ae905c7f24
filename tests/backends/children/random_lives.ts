/**
 * Uses and disposes of backends in random orders, 10,000 acts in all: a fault of memory would end the
 * process. Prints how often a backend that was disposed of refused.
 */

import { type Backend, createBackend, Matrix, RandomState, TwoLayerNet } from "two-layer-net";

const name = Deno.args[0] as Backend["name"];
const rng = new RandomState(Number(Deno.args[1]));
const X = rng.randn(6, 5), y = [0, 1, 2, 0, 1, 2];

interface Life {
  backend: Backend;
  net: TwoLayerNet;
  isOver: boolean;
}

async function newLife(): Promise<Life> {
  const backend = await createBackend(name, { threads: 2 });
  const sizes = { inputSize: 5, hiddenSize: 4, numClasses: 3 };
  return { backend, net: new TwoLayerNet({ ...sizes, rng, backend }), isOver: false };
}

const ACTS: ((life: Life) => unknown)[] = [
  ({ net }) => net.predict(X),
  ({ net }) => net.loss(X, y, { reg: 0.1 }),
  ({ backend }) => backend.matmul(X, Matrix.zeros(5, 7), backend.zeros(6, 7)),
  ({ backend }) => backend.from(X),
];

const lives = await Promise.all([newLife(), newLife(), newLife()]);
let refusals = 0;
for (let i = 0; i < 10_000; i++) {
  const [which, act] = rng.randint(0, 1000, 2);
  const life = lives[which % lives.length];
  if (act < 8) {
    life.backend[Symbol.dispose]();
    life.isOver = true;
  } else if (act < 16) lives[which % lives.length] = await newLife();
  else {
    try {
      ACTS[act % ACTS.length](life);
      if (life.isOver) throw new RangeError("a backend that was disposed of went on");
    } catch (error) {
      if (!life.isOver || !/was disposed of/.test((error as Error).message)) throw error;
      refusals++;
    }
  }
}
console.log(refusals);
