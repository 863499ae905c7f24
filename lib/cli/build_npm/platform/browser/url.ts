/**
 * `node:url` for browsers.
 *
 * @module
 */

/** The path in the address of a file. */
export const fileURLToPath = (url: URL | string): string => new URL(url).pathname;
