/**
 * While Redis's client is loaded, the environment is empty: a package that it uses to log looks through
 * all of it, which would need leave to read every variable. Undone by `shown_environment.ts`.
 *
 * @module
 */

import process from "node:process";

/** The environment as it was. */
export const environment: typeof process.env = process.env;

process.env = {};
