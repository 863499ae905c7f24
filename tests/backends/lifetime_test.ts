/** The ends of backends: use after dispose, dispose in the middle, backends that nobody disposes of. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  type Backend,
  type BackendName,
  createBackend,
  Matrix,
  RandomState,
  TwoLayerNet,
} from "two-layer-net";
import { BACKENDS } from "./runnable.ts";

const X = Matrix.from([[1, 2], [3, 4]]), y = [0, 1];

function netOn(backend: Backend): TwoLayerNet {
  const rng = new RandomState(0);
  return new TwoLayerNet({ inputSize: 2, hiddenSize: 3, numClasses: 2, rng, backend });
}

/** @param flags What it may do; to count the threads of a process takes everything. */
async function runChild(module: string, flags: string[], ...args: string[]): Promise<string> {
  const path = new URL(`children/${module}`, import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["run", "--no-prompt", "--v8-flags=--expose-gc", ...flags, path, ...args],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

async function netOfClosedBackend(name: BackendName): Promise<TwoLayerNet> {
  using backend = await createBackend(name, { threads: 2 });
  return netOn(backend);
}

for (const { name, ignore } of BACKENDS) {
  Deno.test(`${name}: a net outlives its backend only to say so`, { ignore }, async () => {
    const net = await netOfClosedBackend(name);
    const message = `This ${name} backend was disposed of`;
    assertThrows(() => net.predict(X), Error, message);
    assertThrows(() => net.loss(X), Error, message);
    assertThrows(() => net.backend.zeros(1, 1), Error, `${message}: zeros can be called no more`);
    assertThrows(() => netOn(net.backend), Error, message);
    net.backend.free(net.params.W1);
    net.backend[Symbol.dispose]();
    assertEquals(net.backend.name, name);
  });

  Deno.test(`${name}: disposed of during a training, which ends with the reason`, {
    ignore,
  }, async () => {
    const backend = await createBackend(name, { threads: 2 });
    const net = netOn(backend);
    const onStep = ({ iteration }: { iteration: number }) => {
      if (iteration === 3) backend[Symbol.dispose]();
    };
    const options = { rng: new RandomState(0), numIters: 10, callbacks: [{ onStep }] };
    const train = () => net.train(X, y, X, y, options);
    await assertRejects(train, Error, `This ${name} backend was disposed of`);
  });

  Deno.test(`${name}: uses and ends in random orders do no harm`, { ignore }, async () => {
    for (const seed of ["0", "1"]) {
      assert(Number(await runChild("random_lives.ts", ["--allow-ffi"], name, seed)) > 500);
    }
  });

  Deno.test(`${name}: who keeps no backend keeps no threads`, {
    ignore: ignore || Deno.build.os !== "linux",
  }, async () => {
    const grown = Number(await runChild("abandoned.ts", ["--allow-all"], name));
    assert(grown <= 2, `${grown} threads more`);
  });
}
