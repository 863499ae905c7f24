/**
 * Events as TensorBoard reads them: tensorflow/core/util/event.proto and framework/summary.proto.
 *
 * @module
 */

import { type FieldValue, message, repeated } from "../protobuf.ts";

/** What an event is about. */
export interface EventPlace {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** Number of the step. */
  readonly step: number;
}

/** Hyperparameters by name. */
export type Hyperparameters = Readonly<Record<string, string | number | boolean>>;

/** How a run ended. */
export type RunStatus = "success" | "failure";

/** The event that a file begins with. */
export function versionEvent(wallTime: number): Uint8Array {
  return message([1, { double: wallTime }], [3, "brain.Event:2"]);
}

/** Numbers by tag, at a step. */
export function scalarEvent(
  place: EventPlace,
  scalars: Readonly<Record<string, number>>,
): Uint8Array {
  return event(
    place,
    Object.entries(scalars).map(([tag, value]) => message([1, tag], [2, { float: value }])),
  );
}

/** A picture as PNG, whose size stands in its first chunk, at a step. */
export function imageEvent(place: EventPlace, tag: string, png: Uint8Array): Uint8Array {
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [header.getUint32(16), header.getUint32(20)], colors = 3;
  const image = message([1, height], [2, width], [3, colors], [4, png]);
  return event(place, [message([1, tag], [4, image])]);
}

/** What a hyperparameter may be: some values, or numbers of an interval. */
export type HyperparameterDomain =
  | { readonly choices: readonly (string | number | boolean)[] }
  | { readonly low: number; readonly high: number };

/** What runs vary, and the tag of what they are judged by, on validation data. */
export function experimentEvent(
  place: EventPlace,
  hyperparameters: Readonly<Record<string, HyperparameterDomain>>,
  metric: string,
): Uint8Array {
  const validation = 2;
  const infos = Object.entries(hyperparameters).map(([name, domain]) =>
    hyperparameter(name, domain)
  );
  const metrics = message([1, message([2, metric])], [5, validation]);
  const experiment = message([3, { double: place.wallTime }], ...repeated(4, infos), [5, metrics]);
  return event(place, [pluginSummary("_hparams_/experiment", [2, experiment])]);
}

function hyperparameter(name: string, domain: HyperparameterDomain): Uint8Array {
  const types = { string: 1, boolean: 2, number: 3 };
  if ("choices" in domain) {
    const values = message(...repeated(1, domain.choices.map(structValue)));
    const type = types[typeof domain.choices[0] as keyof typeof types];
    return message([1, name], [4, type], [5, values]);
  }
  const interval = message([1, { double: domain.low }], [2, { double: domain.high }]);
  return message([1, name], [4, types.number], [6, interval]);
}

/** The beginning of a run with hyperparameters, as the hparams plugin's api.proto has it. */
export function sessionStartEvent(
  place: EventPlace,
  name: string,
  hyperparameters: Hyperparameters,
): Uint8Array {
  const entries = Object.entries(hyperparameters).map(([key, value]) => {
    return message([1, key], [2, structValue(value)]);
  });
  const info = message(
    ...repeated(1, entries),
    [4, name],
    [5, { double: place.wallTime }],
  );
  return event(place, [pluginSummary("_hparams_/session_start_info", [3, info])]);
}

/** The end of that run. */
export function sessionEndEvent(place: EventPlace, status: RunStatus): Uint8Array {
  const info = message([1, status === "success" ? 1 : 2], [2, { double: place.wallTime }]);
  return event(place, [pluginSummary("_hparams_/session_end_info", [4, info])]);
}

/** Proto 3 leaves zeros out. */
function event({ wallTime, step }: EventPlace, values: Uint8Array[]): Uint8Array {
  return message([1, { double: wallTime }], [2, step || undefined], [
    5,
    message(...repeated(1, values)),
  ]);
}

/** All that it says is in the metadata; the value is a tensor without elements, as TensorBoard's. */
function pluginSummary(tag: string, content: [number, FieldValue]): Uint8Array {
  const plugin = message([1, "hparams"], [2, message(content)]);
  const float = 1, nothing = message([1, float], [2, message([2, message()])]);
  return message([1, tag], [8, nothing], [9, message([1, plugin])]);
}

/** google.protobuf.Value */
function structValue(value: string | number | boolean): Uint8Array {
  if (typeof value === "string") return message([3, value]);
  return typeof value === "number" ? message([2, { double: value }]) : message([4, Number(value)]);
}
