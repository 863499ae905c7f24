/**
 * The digest by which a finished trial shows that nothing in its record has changed since.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { encodeJson, type JsonInput } from "../json.ts";
import type { FrozenTrial } from "../trial.ts";

/** SHA-256 of all that is known of the trial, in hexadecimal. */
export function digestOf(trial: FrozenTrial): string {
  const { intermediateValues, ...plain } = trial;
  const record = { ...plain, intermediateValues: [...intermediateValues] };
  return createHash("sha256").update(encodeJson(record as unknown as JsonInput)).digest("hex");
}

/** What stands for a trial whose record cannot be trusted: a FAIL that says why. */
export function damagedTrial(number: number, reason: string): FrozenTrial {
  return {
    number,
    state: "FAIL",
    value: null,
    params: {},
    distributions: {},
    proposal: {},
    intermediateValues: new Map(),
    userAttributes: {},
    attempts: 0,
    errors: [`Its record is damaged: ${reason}`],
    startedAt: null,
    finishedAt: null,
  };
}
