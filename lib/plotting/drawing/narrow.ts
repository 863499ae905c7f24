/**
 * Charts for narrow pages.
 *
 * @module
 */

import type { VegaLiteSpec } from "./render.ts";

/** Charts are laid out anew for pages that are narrower, down to this width, which legends need. */
export const LEAST_WIDTH = 420;

/** The chart laid out for a phone; undefined if it is no wider, or a view that sizes itself. */
export function narrowed(spec: VegaLiteSpec): VegaLiteSpec | undefined {
  const isWide = typeof spec.width === "number" && spec.width > LEAST_WIDTH;
  return isWide ? { ...spec, width: LEAST_WIDTH } : undefined;
}
