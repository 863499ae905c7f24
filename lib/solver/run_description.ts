/**
 * What makes one run of training different from another.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { Rows } from "../matrix/rows.ts";
import type { Schedule } from "../optim/schedules.ts";
import type { UpdateRule } from "../optim/update_rule.ts";
import type { FullSolverOptions } from "./full_options.ts";
import type { Labels } from "./model.ts";
import type { SolverData } from "./options.ts";
import type { StoredParams } from "./stored_params.ts";

/** Properties by name, in words that compare equal where the properties do. */
export type RunDescription = Readonly<Record<string, string>>;

/** What a run depends on from the start: model, data, options. */
export function describeRun(
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
    "update rule": updateRule.name,
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
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of parts) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex").slice(0, 16);
}
