/**
 * One line that says what came of what the reader did.
 *
 * @module
 */

/// <reference lib="dom" />

import { byId } from "./dom.ts";

/** Shows the line. */
export function showVerdict(text: string, kind: "good" | "bad"): void {
  const verdict = byId("verdict");
  [verdict.textContent, verdict.hidden] = [text, false];
  verdict.classList.toggle("bad", kind === "bad");
}

/** Takes it away. */
export function clearVerdict(): void {
  byId("verdict").hidden = true;
}
