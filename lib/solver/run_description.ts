/**
 * What makes one run of training different from another.
 *
 * @module
 */

import { sha256 } from "../internal/sha256.ts";
import type { Labels } from "../matrix/labels.ts";
import { Matrix } from "../matrix/matrix.ts";
import { ReferenceBackend } from "../backends/reference.ts";
import type { Rows } from "../matrix/rows.ts";
import type { Schedule } from "../optim/schedules.ts";
import type { UpdateRule } from "../optim/update_rule.ts";
import type { FullSolverOptions } from "./full_options.ts";
import type { Model } from "./model.ts";
import type { SolverData } from "./options.ts";
import type { StoredParams } from "./stored_params.ts";

/** Properties by name, in words that compare equal where the properties do. */
export type RunDescription = Readonly<Record<string, string>>;

/** What a run depends on from the start: model, data, options. */
export function describeRun(
  model: Pick<Model<unknown>, "settings">,
  params: StoredParams,
  data: SolverData,
  updateRule: UpdateRule,
  options: FullSolverOptions,
): RunDescription {
  const { reg, batchSize, sampling, augment, evaluateEvery, ema, keepBest } = options;
  const shapes = Object.entries(params).map(([name, { rows, cols, dtype }]) =>
    `${name} ${rows} x ${cols} ${dtype}`
  );
  return {
    parameters: shapes.join(", "),
    "training data": describeData(data.XTrain, data.yTrain),
    "validation data": describeData(data.XVal, data.yVal),
    "model settings": JSON.stringify(model.settings ?? {}),
    "update rule": describeRule(updateRule),
    reg: String(reg),
    batchSize: String(batchSize),
    sampling,
    augment: augment ? "a function" : "none",
    evaluateEvery: String(evaluateEvery),
    "ema.decay": ema ? String(ema.decay) : "none",
    keepBest: String(keepBest),
  };
}

/** The learning rates of the first `steps` steps: functions can be compared only by their values. */
export function describeRates(schedule: Schedule, steps: number): string {
  return digest(Float64Array.from({ length: steps }, (_, step) => schedule(step)));
}

/** Functions can be told apart only by what they do: two updates of a matrix, and their state. */
function describeRule(rule: UpdateRule): string {
  const ops = new ReferenceBackend();
  const [w, grads] = [Matrix.from([[3, -1]]), { w: Matrix.from([[0.5, 0.25]]) }];
  const state = rule.init(ops, { w });
  for (const rate of [1, 0.5]) rule.update(ops, { w }, grads, state, rate);
  const slots = Object.entries(state.slots);
  const names = slots.length > 0 ? ` with ${slots.map(([slot]) => slot).join(", ")}` : "";
  return `${rule.name}${names}, SHA-256 ${digest(w.data, ...slots.map(([, { w }]) => w.data))}`;
}

/** Each property that differs, in words. */
export function differences(found: RunDescription, expected: RunDescription): string[] {
  const names = new Set([...Object.keys(found), ...Object.keys(expected)]);
  return [...names].filter((name) => found[name] !== expected[name])
    .map((name) => `${name}: ${found[name]} there, ${expected[name]} here`);
}

/** All arrays that rows are made of: elements, or pixels with index, mean and scale. */
function describeData(X: Rows, y: Labels): string {
  const arrays = Object.values(X).filter((part) => ArrayBuffer.isView(part));
  return `${X.rows} rows, SHA-256 ${digest(...arrays, Int32Array.from(y))}`;
}

function digest(...parts: ArrayBufferView[]): string {
  return sha256(...parts).slice(0, 16);
}
