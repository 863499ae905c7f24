/**
 * Parameters to and from ordinary memory, whatever a model keeps them in.
 *
 * @module
 */

import { expectation } from "../internal/checks.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { Params } from "../optim/update_rule.ts";

/** Parameters as matrices. */
export type StoredParams = Readonly<Record<string, Matrix>>;

/** A parameter on a device, which is read and written as a whole. */
interface DeviceParam {
  readonly rows: number;
  readonly cols: number;
  read(): Promise<Matrix>;
  write(source: Matrix): void;
}

/** Throws a TypeError unless each parameter is a matrix or can be read into and written from one. */
export function checkStorable<T>(name: string, params: Params<T>): void {
  for (const [key, param] of Object.entries(params)) {
    if (param instanceof Matrix || isDeviceParam(param)) continue;
    const expected = "a Matrix, or a matrix with read() and write(),";
    throw new TypeError(expectation(`${name}.${key}`, expected, param));
  }
}

/** The parameters as matrices, which may be the parameters themselves. */
export async function readParams<T>(params: Params<T>): Promise<StoredParams> {
  const read: Record<string, Matrix> = {};
  for (const [name, param] of Object.entries(params)) {
    read[name] = param instanceof Matrix ? param : await (param as DeviceParam).read();
  }
  return read;
}

/** A copy of the parameters in ordinary memory. */
export async function copyParams<T>(params: Params<T>): Promise<StoredParams> {
  const read = Object.entries(await readParams(params));
  return Object.fromEntries(read.map(([name, matrix]) => [name, matrix.clone()]));
}

/** Gives the parameters, in place, the values of stored ones of the same shapes. */
export function writeParams<T>(source: StoredParams, params: Params<T>): void {
  for (const [name, param] of Object.entries(params)) {
    if (param instanceof Matrix) param.data.set(source[name].data);
    else (param as DeviceParam).write(source[name]);
  }
}

/** Exchanges the values of two sets of parameters of the same shapes. */
export async function swapParams<T>(a: Params<T>, b: Params<T>): Promise<void> {
  const copy = await copyParams(a);
  writeParams(await readParams(b), a);
  writeParams(copy, b);
}

function isDeviceParam(param: unknown): param is DeviceParam {
  return typeof param === "object" && param !== null && "read" in param && "write" in param;
}
