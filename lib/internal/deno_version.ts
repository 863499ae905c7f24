/**
 * The least Deno, checked as the library loads; other runtimes pass.
 *
 * 2.9.0 is the first that shows the errors of notebook cells again, which 2.8.2 and 2.8.3 hide
 * (https://github.com/denoland/deno/issues/35356), and whose kernel ends when it is told to
 * (https://github.com/denoland/deno/pull/34554).
 *
 * @module
 */

/** The least version of Deno that the library supports. */
export const LEAST_DENO = "2.9.0";

/** Versions that hide what a notebook cell throws. */
const HIDING_ERRORS = ["2.8.2", "2.8.3"];

/** Whether `version` is `least` or later; both "major.minor.patch", what follows is passed over. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((text) => text.match(/\d+/g)!.slice(0, 3).map(Number));
  const differing = have.findIndex((part, i) => part !== need[i]);
  return differing === -1 || have[differing] > need[differing];
}

/** Throws an Error that names both versions if Deno is too old. */
export function checkDeno(version: string): void {
  if (isAtLeast(version, LEAST_DENO)) return;
  const message = `two-layer-net needs Deno ${LEAST_DENO} or later but found Deno ${version}. ` +
    "Update it by `deno upgrade`, or by `npm install -g deno` where npm installed it";
  if (HIDING_ERRORS.includes(version)) console.error(message);
  throw new Error(message);
}

// By the global object: in bundles for other runtimes the bare name leads to what stands in for Deno.
const deno = (globalThis as { Deno?: typeof Deno }).Deno;
if (deno) checkDeno(deno.version.deno);
