/**
 * What can be set on the page, as a part of a training's settings, and its form in links and on the
 * command line.
 *
 * @module
 */

import { checkSetting } from "../training/check_settings.ts";
import { PRESETS } from "../training/presets.ts";
import type { Settings } from "../training/settings.ts";

/** One slider. */
export interface Control {
  /** The setting that it moves. */
  readonly name: ControlName;
  /** What the page calls it. */
  readonly label: string;
  /** What it does, in a sentence. */
  readonly hint: string;
  /** Where the slider stops, in rising order. */
  readonly stops: readonly number[];
}

/** Settings that have a slider. */
export type ControlName =
  | "hiddenSize"
  | "learningRate"
  | "reg"
  | "hiddenDropout"
  | "batchSize"
  | "numIters";

/** The sliders in their order. */
export const CONTROLS: readonly Control[] = [
  {
    name: "hiddenSize",
    label: "Hidden units",
    hint: "How many patterns the net can look for",
    stops: [2, 5, 10, 20, 30, 40, 50, 75, 100, 150, 200],
  },
  {
    name: "learningRate",
    label: "Learning rate",
    hint: "How far each step moves the weights",
    stops: [1e-5, 3e-5, 1e-4, 2e-4, 5e-4, 1e-3, 1.5e-3, 2e-3, 3e-3, 5e-3, 1e-2],
  },
  {
    name: "reg",
    label: "Regularisation",
    hint: "How much large weights cost",
    stops: [0, 0.01, 0.05, 0.25, 0.5, 1, 2, 3, 5, 10],
  },
  {
    name: "hiddenDropout",
    label: "Dropout",
    hint: "Share of hidden units left out at each step",
    stops: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
  },
  {
    name: "batchSize",
    label: "Batch",
    hint: "Images seen at each step",
    stops: [1, 5, 10, 20, 50, 100, 200, 500, 1000],
  },
  {
    name: "numIters",
    label: "Steps",
    hint: "When training ends",
    stops: [200, 500, 1000, 2000, 5000, 10000, 20000],
  },
];

/**
 * What the page starts with: the assignment's loop at a rate that stays. Of the rates and strengths
 * tried on the page's 4,000 images, these reach as high an accuracy as any, with weights that can be
 * recognised.
 */
export const STANDARD: Settings = {
  ...PRESETS.assignment,
  schedule: "constant",
  learningRate: 5e-4,
  reg: 3,
  numIters: 2000,
  dtype: "float32",
};

/** What a link may hold. */
type LinkedName = ControlName | "seed";

/** All of it, in order. */
const LINKED: readonly LinkedName[] = [...CONTROLS.map(({ name }) => name), "seed"];

/** The greatest value of a setting that the page can bear. */
const MOST: Partial<Record<LinkedName, number>> = {
  hiddenSize: 400,
  batchSize: 4000,
  numIters: 1_000_000,
};

/** The settings as the fragment of a link: those that are not the page's own. */
export function toFragment(settings: Settings): string {
  const changed = LINKED.filter((name) => settings[name] !== STANDARD[name]);
  return new URLSearchParams(changed.map((name) => [name, String(settings[name])])).toString();
}

/** What a link asks for. */
export interface FromFragment {
  readonly settings: Settings;
  /** What of it could not be understood, in a sentence each. */
  readonly problems: readonly string[];
}

/** Reads the fragment of a link; what is wrong in it is named, and stays as the page has it. */
export function fromFragment(fragment: string): FromFragment {
  const changes: Partial<Record<LinkedName, number>> = {}, problems: string[] = [];
  for (const [name, text] of new URLSearchParams(fragment.replace(/^#/, ""))) {
    const problem = read(name, text, changes);
    if (problem) problems.push(problem);
  }
  return { settings: { ...STANDARD, ...changes }, problems };
}

function read(
  name: string,
  text: string,
  changes: Partial<Record<LinkedName, number>>,
): string | null {
  if (!isLinked(name)) return `The link sets ${name}, which is no setting of this page.`;
  const value = text.trim() === "" ? NaN : Number(text), most = MOST[name] ?? Infinity;
  try {
    checkSetting(name, value);
  } catch (error) {
    return `${(error as Error).message} in the link.`;
  }
  if (value > most) return `Expected ${name} to be at most ${most} but found ${value} in the link.`;
  if (name === "numIters" && value === 0) return "Expected numIters to be at least 1 in the link.";
  changes[name] = value;
  return null;
}

function isLinked(name: string): name is LinkedName {
  return (LINKED as readonly string[]).includes(name);
}

/** The command that makes the same net in a terminal, step for step. */
export function terminalCommand(
  settings: Settings,
  { training, validation }: { training: number; validation: number },
): string {
  const options: [string, unknown][] = [
    ["training", training],
    ["validation", validation],
    ["hidden-size", settings.hiddenSize],
    ["learning-rate", settings.learningRate],
    ["schedule", settings.schedule],
    ["reg", settings.reg],
    ["hidden-dropout", settings.hiddenDropout],
    ["batch-size", settings.batchSize],
    ["iterations", settings.numIters],
    ["dtype", settings.dtype],
    ["seed", settings.seed],
    ["backend", "wasm"],
  ];
  return `deno task train ${options.map(([name, value]) => `--${name} ${value}`).join(" ")}`;
}
