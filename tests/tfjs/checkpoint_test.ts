import { assertEquals, assertThrows } from "@std/assert";
import { Matrix, RandomState, Solver, type SolverOptions } from "two-layer-net";
import { createTfjsBackend, type TfjsBackend, TfjsTwoLayerNet } from "two-layer-net/tfjs";
import { withTempDir } from "../internal/testing.ts";
import { clouds, digest, SIZES } from "../solver/long_run.ts";
import { BACKENDS } from "./testing.ts";

/** Trains a net on the device; gives the digest of all that it came to. */
async function train(backend: TfjsBackend, options: Partial<SolverOptions>): Promise<string> {
  const rng = new RandomState(3);
  using net = new TfjsTwoLayerNet({ ...SIZES, rng, backend });
  const history = await new Solver(net, clouds(), {
    learningRate: 0.1,
    sampling: "epochs",
    batchSize: 16,
    ema: { decay: 0.9 },
    keepBest: true,
    rng,
    ...options,
  }).train();
  return digest({ ...await net.readParams() }, history);
}

for (const { name, ignore } of BACKENDS) {
  Deno.test(`${name}: averaged and best weights, and a run that is resumed to the same bits`, {
    ignore,
  }, () =>
    withTempDir(async (dir) => {
      const backend = await createTfjsBackend(name);
      const checkpoint = { path: `${dir}/run.safetensors`, resume: true };
      await train(backend, { epochs: 2, checkpoint });
      const resumed = await train(backend, { epochs: 5, checkpoint });
      assertEquals(resumed, await train(backend, { epochs: 5 }));
    }));
}

Deno.test("a matrix on the device takes the values of one of its shape alone", async () => {
  const backend = await createTfjsBackend("cpu");
  using m = backend.from(Matrix.zeros(2, 2));
  m.write(Matrix.from([[1, 2], [3, 4]]));
  assertEquals((await m.read()).toArray(), [[1, 2], [3, 4]]);
  assertThrows(() => m.write(Matrix.zeros(1, 4)), RangeError, "source");
});
