/**
 * What a server says of the playground's files.
 *
 * @module
 */

import type { SiteFiles } from "./site.ts";

/** Lets pages share memory between threads. */
const ISOLATION: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

/** The headers of every answer: the page's own policy holds for its workers too. */
export function headersOf(files: SiteFiles, isolated = true): Record<string, string> {
  const page = new TextDecoder().decode(files.get("index.html"));
  const [, policy] = page.match(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/)!;
  return {
    "content-security-policy": `${policy}; frame-ancestors 'none'`,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    ...(isolated ? ISOLATION : {}),
  };
}
