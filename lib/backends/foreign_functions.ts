/**
 * Calls of native code.
 *
 * @module
 */

/** Why there are none in Node.js, Bun and browsers, where the library is an npm package. */
export const NO_FOREIGN_FUNCTIONS = 'it calls native code, which takes Deno; here, use "wasm"';
