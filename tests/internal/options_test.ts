import { assertEquals, assertThrows } from "@std/assert";
import { checkBoolean, checkString } from "../../lib/internal/checks.ts";
import {
  checkOptions,
  group,
  integer,
  likely,
  number,
  type OptionChecks,
  required,
} from "../../lib/internal/options.ts";

interface Options {
  learningRate?: number;
  verbose?: boolean;
  path: string;
  dropout?: { hidden?: number; inputSize: number };
}

const CHECKS: OptionChecks<Options> = {
  learningRate: number(0),
  verbose: checkBoolean,
  path: required(checkString),
  dropout: group<{ hidden?: number; inputSize: number }>({
    hidden: number(0, 1),
    inputSize: required(integer(1)),
  }),
};

const check = (options: unknown) => checkOptions("train", options as Options, CHECKS);

Deno.test("options that fit pass; undefined counts as left out", () => {
  check({ path: "a" });
  check({ path: "a", learningRate: undefined, verbose: false });
  check(Object.assign(Object.create(null), { path: "a" }));
  check({ path: "a", dropout: { inputSize: 3 } });
});

Deno.test("options are refused by name, with the likely word", () => {
  const refused: [unknown, string][] = [
    [{ learning_rate: 1 }, "Unknown option learning_rate of train. Did you mean learningRate?"],
    [{ learningrate: 1 }, "Unknown option learningrate of train. Did you mean learningRate?"],
    [{ leaningRate: 1 }, "Unknown option leaningRate of train. Did you mean learningRate?"],
    [{ momentum: 1 }, "Unknown option momentum of train. It takes learningRate, verbose, path"],
    [{ "a b": 1 }, 'Unknown option "a b" of train. It takes learningRate'],
    [{ constructor: 1 }, "Unknown option constructor of train. It takes learningRate"],
    [JSON.parse('{"__proto__": 1}'), "Unknown option __proto__ of train. It takes learningRate"],
    [{}, "Expected path to be a string but found undefined"],
    [{ path: "a", verbose: null }, "Expected verbose to be true or false but found null"],
    [
      { path: "a", dropout: { hidden: 2, inputSize: 1 } },
      "Expected dropout.hidden to be a finite number from 0 to 1 but found 2",
    ],
    [
      { path: "a", dropout: { hiden: 0 } },
      "Unknown option hiden of dropout. Did you mean hidden?",
    ],
    [
      { path: "a", dropout: {} },
      "Expected dropout.inputSize to be an integer of at least 1 but found undefined",
    ],
  ];
  for (const [options, message] of refused) assertThrows(() => check(options), Error, message);
});

Deno.test("what is no object of options is refused", () => {
  const message = "Expected the options of train to be an object such as { learningRate: … },";
  for (const options of [0.05, "float32", null, [1], new Map(), new Date(), () => 1, Symbol("a")]) {
    assertThrows(() => check(options), TypeError, message);
  }
});

Deno.test("the likely word is the nearest, if it is near", () => {
  const names = ["numIters", "batchSize", "learningRate", "learningRateDecay", "rng"];
  assertEquals(likely("num_iters", names), "numIters");
  assertEquals(likely("BATCH-SIZE", names), "batchSize");
  assertEquals(likely("learning_rate_decay", names), "learningRateDecay");
  assertEquals(likely("weights", names), undefined);
  assertEquals(likely("", names), undefined);
  assertEquals(likely("a", []), undefined);
});
