/**
 * The handful of `@std/assert` functions that the tests use, over `node:assert`, so that the tests
 * run where JSR cannot be reached. Delete `links` from deno.json to get the original.
 *
 * @module
 */

import assertNode from "node:assert/strict";

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

/** Assert that `value` is truthy. */
export function assert(value: unknown, message?: string): asserts value {
  assertNode.ok(value, message!);
}

/** Assert that two values are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  assertNode.deepEqual(actual, expected, message!);
}

/** Assert that two values are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  assertNode.notDeepEqual(actual, expected, message!);
}

/** Assert that two values are the same, as `Object.is` has it. */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): void {
  assertNode.equal(actual, expected, message!);
}

/** Assert that two numbers differ by no more than `tolerance` (default: 1e-7 of `expected`). */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7,
  message?: string,
): void {
  if (Object.is(actual, expected)) return;
  const delta = Math.abs(expected - actual);
  assertNode.ok(
    delta <= tolerance,
    message ?? `Expected ${actual} to be within ${tolerance} of ${expected}, the delta is ${delta}`,
  );
}

/** Assert that `actual` contains `expected`. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  assertNode.ok(
    actual.includes(expected),
    message ?? `Expected actual: "${actual}" to contain: "${expected}"`,
  );
}

/** Assert that `actual` matches `expected`. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  assertNode.match(actual, expected, message!);
}

/** Assert that `fn` throws an error of the class, with the text in its message; return the error. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  messageIncludes = "",
): E {
  let thrown: unknown;
  try {
    fn();
  } catch (error) {
    thrown = error;
    return checkError(thrown, errorClass, messageIncludes);
  }
  throw new assertNode.AssertionError({ message: "Expected function to throw." });
}

/** Assert that `fn` rejects with an error of the class, with the text in its message. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  messageIncludes = "",
): Promise<E> {
  let thrown: unknown;
  try {
    await fn();
  } catch (error) {
    thrown = error;
    return checkError(thrown, errorClass, messageIncludes);
  }
  throw new assertNode.AssertionError({ message: "Expected function to reject." });
}

function checkError<E extends Error>(
  error: unknown,
  errorClass: ErrorClass<E>,
  messageIncludes: string,
): E {
  assertNode.ok(error instanceof errorClass, `Expected an ${errorClass.name}, got: ${error}`);
  assertStringIncludes(error.message, messageIncludes);
  return error;
}
