/**
 * The notebook that a cell runs in, if it runs in one.
 *
 * @module
 */

export { inNotebook, send, settled } from "../internal/host.ts";
