/**
 * Text that stays readable on top of lines.
 *
 * @module
 */

import type { Encoding, Layer } from "./spec_types.ts";
import { COLORS } from "./theme.ts";

/** Where text stands beside its point. */
export interface TextPlacement {
  readonly align: "left" | "right";
  readonly dx: number;
}

/** Text on a white outline of itself. */
export function haloText(placement: TextPlacement, encoding: Encoding): Layer[] {
  const text = { type: "text" as const, fontSize: 11, ...placement };
  const outline = { stroke: "white", strokeWidth: 4, strokeJoin: "round" as const };
  return [
    { mark: { ...text, ...outline, aria: false }, encoding },
    { mark: { ...text, color: COLORS.ink }, encoding },
  ];
}
