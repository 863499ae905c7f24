import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  adam,
  adamw,
  createBackend,
  Matrix,
  RandomState,
  rmsprop,
  sgd,
  type Update,
} from "two-layer-net";
import { createTfjsBackend, TfjsTwoLayerNet } from "two-layer-net/tfjs";
import { INTERPOLATE } from "../../lib/solver/weight_average.ts";
import { BACKENDS, scaledError } from "./testing.ts";

const RULES = {
  sgd: sgd({ weightDecay: 0.1 }),
  momentum: sgd({ momentum: 0.9, weightDecay: 0.1 }),
  nesterov: sgd({ momentum: 0.9, nesterov: true }),
  rmsprop: rmsprop({ weightDecay: 0.1 }),
  adam: adam({ weightDecay: 0.1 }),
  adamw: adamw({ weightDecay: 0.1 }),
};

for (const { name, ignore } of BACKENDS) {
  Deno.test(
    `tfjs:${name}: update rules move parameters as the reference does`,
    { ignore },
    async () => {
      const device = await createTfjsBackend(name), host = await createBackend("reference");
      for (const [label, rule] of Object.entries(RULES)) {
        const rng = new RandomState(0), start = rng.randn(5, 7);
        const p = host.from(start.clone()), q = device.from(start);
        const [states, mean] = [
          { p: rule.init(host, { p }), q: rule.init(device, { p: q }) },
          device.zerosLike(q),
        ];
        for (let step = 0; step < 4; step++) {
          const grad = rng.randn(5, 7);
          rule.update(host, { p }, { p: grad }, states.p, 0.05);
          rule.update(device, { p: q }, { p: device.from(grad) }, states.q, 0.05);
        }
        device.update(INTERPOLATE, [0.5], q, mean);
        assert(scaledError(await q.read(), p) < 1e-5, label);
        const half = p.clone();
        half.data.forEach((x, i) => half.data[i] = x / 2);
        assert(scaledError(await mean.read(), half) < 1e-5, label);
      }
    },
  );
}

const DOUBLE: Update<[]> = {
  operands: ["x", "y"],
  apply: (_, x, y) => y.forEach((_, i) => y[i] = 2 * x[i]),
};

for (const { name, ignore } of BACKENDS.filter(({ name }) => name !== "webgpu")) {
  Deno.test(
    `tfjs:${name}: an update that it does not know goes by its definition`,
    { ignore },
    async () => {
      const device = await createTfjsBackend(name);
      const x = device.from(Matrix.from([[1, 2], [3, 4]])), y = device.zerosLike(x);
      device.update(DOUBLE, [], x, y);
      assertEquals((await y.read()).toArray(), [[2, 4], [6, 8]]);
      device.free(x);
      assertThrows(() => device.update(DOUBLE, [], x, y), Error, "was disposed of");
    },
  );
}

Deno.test("tfjs: updates refuse shapes that differ, nets what they do not do", async () => {
  const backend = await createTfjsBackend("cpu");
  const [a, b] = [backend.from(new Matrix(2, 3)), backend.from(new Matrix(3, 2))];
  assertThrows(() => backend.update(INTERPOLATE, [1], a, b), RangeError, "Expected x to be 3 × 2");
  const sizes = { inputSize: 2, hiddenSize: 2, numClasses: 2, rng: new RandomState(0), backend };
  for (const options of [{ dropout: { hidden: 0.5 } }, { labelSmoothing: 0.1 }]) {
    assertThrows(
      () => new TfjsTwoLayerNet({ ...sizes, ...options }),
      TypeError,
      `Expected ${Object.keys(options)[0]} to be left out: TwoLayerNet alone has it`,
    );
  }
  using net = new TfjsTwoLayerNet({ ...sizes, init: "kaiming" });
  assertEquals(net.hiddenSize, 2);
});
