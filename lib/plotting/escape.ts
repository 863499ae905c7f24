/**
 * Text inside markup.
 *
 * @module
 */

export { escapeXml } from "../internal/escape.ts";
