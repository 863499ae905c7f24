/**
 * Memory for as many numbers as were asked for.
 *
 * @module
 */

import { expectation } from "./checks.ts";

/**
 * A zeroed typed array.
 *
 * @throws {RangeError} If memory does not suffice, naming the size.
 */
export function allocate<T>(name: string, length: number, array: new (length: number) => T): T {
  try {
    return new array(length);
  } catch (cause) {
    throw new RangeError(expectation(name, "so small that memory holds it", length), { cause });
  }
}
