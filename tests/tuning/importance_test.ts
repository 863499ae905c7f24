import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  categoricalDistribution,
  createStudy,
  type Direction,
  floatDistribution,
  intDistribution,
  paramImportances,
  type SearchSpace,
  type Study,
} from "two-layer-net/tuning";

const SPACE: SearchSpace = {
  x: floatDistribution(-5, 5),
  lr: floatDistribution(1e-6, 1, { log: true }),
  units: intDistribution(8, 512, { log: true }),
  depth: intDistribution(1, 9, { step: 2 }),
  activation: categoricalDistribution(["a", "b", "c"]),
};

/** 80 trials with parameters that both languages compute alike. */
function recordedStudy(direction: Direction, conditional: boolean): Study {
  const study = createStudy({ direction });
  for (let i = 0; i < 80; i++) {
    const u = (k: number) => (Math.sin(k * (i + 1)) + 1) / 2;
    const activation = ["a", "b", "c"][i * i % 3] as "a" | "b" | "c";
    const params = {
      x: -5 + 10 * u(1.3),
      lr: 10 ** (-6 + 6 * u(2.1)),
      units: Math.floor(8 + 504 * u(3.7)),
      depth: 1 + 2 * Math.floor(4 * u(5.3)),
      activation,
    };
    study.enqueueTrial(params);
    const trial = study.ask();
    for (const [name, distribution] of Object.entries(SPACE)) {
      if (name === "x" && conditional && activation !== "a") continue;
      trial.suggest(name, distribution);
    }
    const { x, lr, units } = params;
    const value = x ** 2 + 3 * (Math.log10(lr) + 3) ** 2 + units / 100 +
      { a: 0, b: 6, c: 1 }[activation];
    study.tell(trial, value);
  }
  return study;
}

// Optuna 5.0.0: get_param_importances(study, evaluator=PedAnovaImportanceEvaluator(target_quantile=…))
const OPTUNA: [Direction, boolean, number, Record<string, number>][] = [
  ["minimize", false, 0.1, {
    lr: 0.6014902364836099,
    x: 0.2329979931799533,
    units: 0.07962593071630118,
    depth: 0.07210280574446619,
    activation: 0.013783033875669412,
  }],
  ["minimize", true, 0.1, {
    lr: 0.6275375467941652,
    x: 0.19978325739761305,
    units: 0.08307410194225388,
    depth: 0.07522519084994575,
    activation: 0.014379903016022018,
  }],
  ["maximize", false, 0.1, {
    lr: 0.9246007553786554,
    units: 0.05463228087959513,
    depth: 0.009457198773719587,
    activation: 0.009049053838200078,
    x: 0.0022607111298297232,
  }],
  ["maximize", true, 0.1, {
    lr: 0.9266957467673382,
    units: 0.054756068533153755,
    depth: 0.009478627211752704,
    activation: 0.009069557487755278,
    x: 0,
  }],
  ["minimize", false, 0.25, {
    lr: 0.535638918155655,
    x: 0.3465159917574834,
    units: 0.0998960763652239,
    depth: 0.01747780933414295,
    activation: 0.00047120438749465087,
  }],
];

for (const [direction, conditional, targetQuantile, expected] of OPTUNA) {
  const kind = conditional ? "a conditional parameter" : "all parameters";
  Deno.test(`paramImportances equals Optuna's: ${direction}, ${kind}, ${targetQuantile}`, () => {
    const found = paramImportances(recordedStudy(direction, conditional), { targetQuantile });
    assertEquals(Object.keys(found), Object.keys(expected));
    for (const [name, value] of Object.entries(expected)) {
      assertAlmostEquals(found[name], value, 1e-10);
    }
  });
}

Deno.test("paramImportances are 0 where nothing can be told apart", () => {
  const study = createStudy();
  assertEquals(paramImportances(study), {});
  const trial = study.ask();
  trial.suggestFloat("x", 0, 1);
  trial.suggestFloat("fixed", 1, 1);
  study.tell(trial, Infinity);
  assertEquals(paramImportances(study), { x: 0, fixed: 0 });
  assertThrows(() => paramImportances(study, { targetQuantile: 2 }), RangeError, "targetQuantile");
});
