import { assertEquals } from "@std/assert";
import { parseTrainOptions, type TrainOptions } from "../../lib/cli/train/options.ts";
import { chosenSettings } from "../../lib/cli/train/settings.ts";
import {
  CONTROLS,
  fromFragment,
  STANDARD,
  terminalCommand,
  toFragment,
} from "../../lib/playground/settings.ts";

const CHANGED = {
  ...STANDARD,
  hiddenSize: 20,
  learningRate: 2e-3,
  reg: 0.05,
  hiddenDropout: 0.3,
  batchSize: 50,
  numIters: 500,
  seed: 7,
};

Deno.test("a link holds the settings, and none where they are the page's own", () => {
  assertEquals(toFragment(STANDARD), "");
  assertEquals(fromFragment("#"), { settings: STANDARD, problems: [] });
  assertEquals(fromFragment(`#${toFragment(CHANGED)}`), { settings: CHANGED, problems: [] });
});

Deno.test("what is wrong in a link is named, and the rest of it holds", () => {
  const wrong =
    "#hiddenSize=20&learningRate=fast&reg=-1&batchSize=5000&numIters=0&color=red&seed=-1";
  const { settings, problems } = fromFragment(wrong);
  assertEquals(settings, { ...STANDARD, hiddenSize: 20 });
  assertEquals(problems, [
    "Expected learningRate to be a finite number of at least 0 but found NaN in the link.",
    "Expected reg to be a finite number of at least 0 but found -1 in the link.",
    "Expected batchSize to be at most 4000 but found 5000 in the link.",
    "Expected numIters to be at least 1 in the link.",
    "The link sets color, which is no setting of this page.",
    "Expected seed to be an integer from 0 to 4294967295 but found -1 in the link.",
  ]);
});

Deno.test("the command for a terminal asks for the same settings and images", async () => {
  for (const settings of [STANDARD, CHANGED]) {
    const command = terminalCommand(settings, { training: 4000, validation: 1000 });
    const [deno, task, train, ...args] = command.split(" ");
    const options = parseTrainOptions(args) as TrainOptions;
    assertEquals([deno, task, train], ["deno", "task", "train"]);
    assertEquals(await chosenSettings(options), settings);
    assertEquals([options.training, options.validation, options.backend], [4000, 1000, "wasm"]);
  }
});

Deno.test("every slider can stand at what the page starts with, and its stops rise", () => {
  for (const { name, stops } of CONTROLS) {
    assertEquals([name, stops.includes(STANDARD[name])], [name, true]);
    assertEquals(stops, stops.toSorted((a, b) => a - b));
  }
});
