/**
 * Text inside markup.
 *
 * @module
 */

export { escapeXml } from "../internal/escape.ts";

/** The content security policy of our pages: they load, run and send nothing. */
export const PAGE_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; " +
  "base-uri 'none'; form-action 'none'";
