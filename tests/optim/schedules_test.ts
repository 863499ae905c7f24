import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  constantRate,
  cosineDecay,
  epochDecay,
  exponentialDecay,
  oneCycle,
  type Schedule,
  stepDecay,
  warmupCosine,
} from "two-layer-net";

/** The original's loop. */
function loop(rate: number, decay: number, stepsPerEpoch: number, steps: number): number[] {
  const rates = [];
  for (let it = 0; it < steps; it++) {
    rates.push(rate);
    if (it % stepsPerEpoch === 0) rate *= decay;
  }
  return rates;
}

Deno.test("epochDecay equals the original's loop to the last bit, forwards and back", () => {
  for (const stepsPerEpoch of [1, 2, 245, 49000 / 128, 49000 / 500]) {
    const rate = epochDecay(1e-4, 0.95, stepsPerEpoch);
    const expected = loop(1e-4, 0.95, stepsPerEpoch, 1000);
    assertEquals(Array.from({ length: 1000 }, (_, step) => rate(step)), expected);
    assertEquals([rate(0), rate(999), rate(500)], [expected[0], expected[999], expected[500]]);
  }
});

Deno.test("epochDecay refuses bad rates by name", () => {
  assertThrows(() => epochDecay(-1, 1, 1), RangeError, "Expected learningRate to be");
  assertThrows(() => epochDecay(1, NaN, 1), RangeError, "Expected learningRateDecay to be");
  assertThrows(() => epochDecay(1, 1, 0), RangeError, "Expected stepsPerEpoch to be");
});

/**
 * PyTorch 2.13, the learning rates of 20 steps of `s` over `o = torch.optim.SGD([p], lr=0.5)`:
 *   for _ in range(20): print(o.param_groups[0]["lr"]); o.step(); s.step()
 */
// deno-fmt-ignore
const TORCH: [string, Schedule, number[]][] = [
  ["ExponentialLR(o, 0.9)", exponentialDecay(0.5, 0.9), [0.5, 0.45, 0.405, 0.36450000000000005, 0.32805000000000006, 0.2952450000000001, 0.2657205000000001, 0.23914845000000007, 0.21523360500000008, 0.19371024450000007, 0.17433922005000008, 0.15690529804500009, 0.14121476824050008, 0.12709329141645007, 0.11438396227480506, 0.10294556604732455, 0.0926510094425921, 0.08338590849833288, 0.0750473176484996, 0.06754258588364964]],
  ["StepLR(o, 7, 0.3)", stepDecay(0.5, 0.3, 7), [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15, 0.045, 0.045, 0.045, 0.045, 0.045, 0.045]],
  ["CosineAnnealingLR(o, 20, 0.01)", cosineDecay(0.5, 20, 0.01), [0.5, 0.49698364344580875, 0.48800884649231263, 0.47329659842615013, 0.45320916362186214, 0.4282411613907041, 0.39900738681165593, 0.366227672436189, 0.33070916362186215, 0.29332644393485663, 0.255, 0.2166735560651435, 0.1792908363781379, 0.14377232756381103, 0.11099261318834408, 0.08175883860929585, 0.05679083637813789, 0.03670340157384989, 0.021991153507687385, 0.013016356554191274]],
  ["SequentialLR(o, [LinearLR(o, 1/3, 1, 5), CosineAnnealingLR(o, 15, 0.01)], [5])", warmupCosine(0.5, { numIters: 20, warmupSteps: 5, minimum: 0.01 }), [0.16666666666666666, 0.23333333333333334, 0.30000000000000004, 0.36666666666666675, 0.43333333333333346, 0.5, 0.4946461621797824, 0.4788186371224372, 0.45320916362186214, 0.41893699855792027, 0.3775, 0.33070916362186215, 0.28060947350057514, 0.22939052649942496, 0.17929083637813792, 0.13250000000000006, 0.09106300144207981, 0.0567908363781379, 0.031181362877562763, 0.015353837820217608]],
  ["OneCycleLR(o, 0.5, total_steps=20)", oneCycle(0.5, { numIters: 20 }), [0.020000000000000018, 0.06583592135001265, 0.18583592135001265, 0.3341640786499874, 0.45416407864998737, 0.5, 0.49373200311754367, 0.47524231600673683, 0.445458088785525, 0.40587282697488153, 0.3584715008956504, 0.30563101096814466, 0.250001, 0.19437098903185537, 0.14153049910434962, 0.09412917302511849, 0.05454391121447502, 0.024759683993263143, 0.006269996882456277, 2e-06]],
  ["OneCycleLR(o, 0.5, total_steps=20, pct_start=0.45, div_factor=10, final_div_factor=100)", oneCycle(0.5, { numIters: 20, riseShare: 0.45, startDivisor: 10, endDivisor: 100 }), [0.04999999999999999, 0.06712710518496046, 0.11590097423302681, 0.1888962277178548, 0.275, 0.3611037722821452, 0.4340990257669732, 0.48287289481503953, 0.5, 0.48988337016022077, 0.4603530698245875, 0.413801468302835, 0.35399989949722116, 0.285793130858753, 0.21470686914124706, 0.1465001005027789, 0.08669853169716507, 0.04014693017541247, 0.010616629839779311, 0.0005]],
];

Deno.test("schedules equal PyTorch's", () => {
  for (const [label, schedule, rates] of TORCH) {
    rates.forEach((r, step) => assertAlmostEquals(schedule(step), r, 1e-12, `${label} at ${step}`));
  }
});

Deno.test("a constant rate stays, and schedules with an end stay at their last rate", () => {
  assertEquals([0, 7, 1e6].map(constantRate(0.3)), [0.3, 0.3, 0.3]);
  assertEquals([20, 21, 1000].map(cosineDecay(0.5, 20, 0.01)), [0.01, 0.01, 0.01]);
  const cycle = oneCycle(0.5, { numIters: 20 });
  assertEquals([19, 20, 1000].map(cycle), Array(3).fill(0.5 / 25 / 1e4));
  const warm = warmupCosine(0.5, { numIters: 20, warmupSteps: 0 });
  assertEquals([warm(0), warm(20)], [0.5, 0]);
});

Deno.test("schedules refuse arguments by name", () => {
  const refusals: [() => Schedule, string][] = [
    [() => constantRate(-1), "learningRate to be a finite number of at least 0 but found -1"],
    [() => exponentialDecay(1, NaN), "decay to be a finite number of at least 0 but found NaN"],
    [() => stepDecay(1, 0.5, 0), "stepSize to be an integer of at least 1 but found 0"],
    [() => cosineDecay(1, 2.5), "numIters to be an integer of at least 1 but found 2.5"],
    [() => cosineDecay(1, 2, -1), "minimum to be a finite number of at least 0 but found -1"],
    [
      () => warmupCosine(1, { numIters: 10, warmupSteps: 10 }),
      "warmupSteps to be an integer from 0 to 9 but found 10",
    ],
    [
      () => warmupCosine(1, { numIters: 10, warmupSteps: 1, startFactor: 2 }),
      "startFactor to be a finite number from 0 to 1 but found 2",
    ],
    [
      () => oneCycle(1, { numIters: 4, riseShare: 0.25 }),
      "riseShare to be greater than 1 / numIters = 0.25 and less than 1 but found 0.25",
    ],
    [() => oneCycle(1, { numIters: 9, riseShare: 1 }), "riseShare to be greater than"],
    [() => oneCycle(1, { numIters: 9, endDivisor: 0 }), "endDivisor to be a finite number greater"],
  ];
  for (const [make, message] of refusals) assertThrows(make, RangeError, `Expected ${message}`);
});
