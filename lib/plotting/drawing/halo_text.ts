/**
 * Text that stays readable on top of lines.
 *
 * @module
 */

import type { Encoding, Layer } from "./spec_types.ts";
import { INK, STYLE } from "./theme.ts";

/** Where text stands beside its point. */
export interface TextPlacement {
  readonly align: "left" | "right";
  readonly dx: number;
}

/** Text on an outline of itself in the colour of the ground. */
export function haloText(placement: TextPlacement, encoding: Encoding): Layer[] {
  const text = { type: "text" as const, fontSize: 11, ...placement };
  return [
    { mark: { ...text, style: STYLE.halo, aria: false }, encoding },
    { mark: { ...text, color: INK }, encoding },
  ];
}
