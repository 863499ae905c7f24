import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { adam, adamw, createBackend, Matrix, rmsprop, sgd, type UpdateRule } from "two-layer-net";
import { BACKENDS } from "../backends/runnable.ts";

/**
 * PyTorch 2.13, float64, for `o = torch.optim.SGD([p], lr=0.1, weight_decay=0.1)` and so on:
 *   p = torch.tensor([1.0, -2.0, 0.5, 0.0, -0.25], requires_grad=True)
 *   for k in range(10): p.grad = (p.detach() - torch.arange(5) / 4) * (1 + k / 3); o.step()
 */
// deno-fmt-ignore
const TORCH: [string, UpdateRule, number[]][] = [
  ["SGD(weight_decay=0.1)", sgd({ weightDecay: 0.1 }), [0.04522870700326014, 0.14133583831897872, 0.4862008581526281, 0.695379756976497, 0.9158658325511809]],
  ["SGD(momentum=0.9)", sgd({ momentum: 0.9 }), [0.1741891185185187, -0.1419255166666669, 0.5, 0.619358161111111, 0.7822636018518518]],
  ["SGD(momentum=0.9, nesterov=True, weight_decay=0.1)", sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.1 }), [0.0863991265395919, 0.05208065137857016, 0.492957372185304, 0.674636713373262, 0.877915836196118]],
  ["RMSprop()", rmsprop(), [-2.640234440320387e-06, 0.2499998861427862, 0.5, 0.5784074790536965, 1.014299101762494]],
  ["RMSprop(alpha=0.9, eps=1e-3, weight_decay=0.1)", rmsprop({ alpha: 0.9, epsilon: 1e-3, weightDecay: 0.1 }), [-7.702235587263133e-06, -0.23973464562756647, 0.5716193917112045, 0.7325049985248072, 0.9706700430380086]],
  ["Adam()", adam(), [0.01175669153216008, -0.9861455649140614, 0.5, 0.9135823399162173, 0.7556464746999451]],
  ["Adam(betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1)", adam({ beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1 }), [0.021751786615240062, -0.9693197014557314, 0.48765612995096874, 0.8623669350809743, 0.7578563919827708]],
  ["AdamW()", adamw(), [0.007117866772433687, -0.9707594682654659, 0.49920476626622545, 0.9105894647908849, 0.7536858318937129]],
  ["AdamW(weight_decay=0.5)", adamw({ weightDecay: 0.5 }), [-0.1362166163416172, -0.38703990231491464, 0.5098916855194374, 0.7715054200441076, 0.6602494327416752]],
];

for (const { name, ignore } of BACKENDS) {
  Deno.test(`${name}: update rules equal PyTorch's`, { ignore }, async () => {
    using ops = await createBackend(name);
    for (const [label, rule, expected] of TORCH) {
      const p = ops.from(Matrix.from([[1, -2, 0.5, 0, -0.25]]));
      const state = rule.init(ops, { p });
      for (let k = 0; k < 10; k++) {
        const g = Matrix.from([Array.from(p.data, (x, i) => (x - i / 4) * (1 + k / 3))]);
        rule.update(ops, { p }, { p: g }, state, 0.1);
      }
      expected.forEach((x, i) => assertAlmostEquals(p.data[i], x, 1e-12, `${label} at ${i}`));
      assertEquals(state.step, 10, label);
    }
  });
}

Deno.test("states have the slots that the rule needs, one array per parameter, all zeros", async () => {
  const ops = await createBackend("reference");
  const params = { W: Matrix.from([[1, 2], [3, 4]]), b: Matrix.from([[5, 6]]) };
  const slots: [UpdateRule, string[]][] = [
    [sgd(), []],
    [sgd({ momentum: 0.9 }), ["momentum"]],
    [rmsprop(), ["square"]],
    [adam(), ["mean", "square"]],
    [adamw(), ["mean", "square"]],
  ];
  const zeros = { W: [[0, 0], [0, 0]], b: [[0, 0]] };
  for (const [rule, names] of slots) {
    const state = rule.init(ops, params);
    assertEquals([state.step, Object.keys(state.slots)], [0, names]);
    for (const { W, b } of Object.values(state.slots)) {
      assertEquals({ W: W.toArray(), b: b.toArray() }, zeros);
    }
  }
});

Deno.test("update rules refuse options by name", () => {
  const refusals: [() => UpdateRule, string][] = [
    [() => sgd({ momentum: -0.1 }), "momentum to be a finite number from 0 to 1 but found -0.1"],
    [() => sgd({ nesterov: true }), "momentum to be greater than 0, for nesterov, but found 0"],
    [() => sgd({ weightDecay: -1 }), "weightDecay to be a finite number of at least 0"],
    [() => rmsprop({ alpha: 1.5 }), "alpha to be a finite number from 0 to 1 but found 1.5"],
    [() => rmsprop({ epsilon: NaN }), "epsilon to be a finite number of at least 0"],
    [() => rmsprop({ weightDecay: -1 }), "weightDecay to be a finite number of at least 0"],
    [() => adam({ beta1: 1 }), "beta1 to be a number of at least 0 and less than 1 but found 1"],
    [() => adam({ beta2: NaN }), "beta2 to be a number of at least 0 and less than 1"],
    [() => adamw({ epsilon: -1 }), "epsilon to be a finite number of at least 0 but found -1"],
    [() => adamw({ weightDecay: Infinity }), "weightDecay to be a finite number"],
  ];
  for (const [make, message] of refusals) assertThrows(make, RangeError, `Expected ${message}`);
});
