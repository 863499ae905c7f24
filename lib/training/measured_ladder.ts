/**
 * What came of the ladder that ends in a preset: nets of full size, on the test images.
 *
 * @module
 */

import type { ViewCount } from "../datasets/views.ts";
import { ladder, type LadderImages } from "./ladder.ts";
import type { Variant } from "./ablation.ts";
import { PRESETS } from "./presets.ts";
import measured from "./quick_ladder.json" with { type: "json" };
import type { Settings } from "./settings.ts";

/** What came of one net of full size. */
export interface MeasuredNet {
  /** Seeded the net's training. */
  readonly seed: number;
  /** Accuracy on 10,000 of the training images as they are, by one view. */
  readonly trainAccuracy: number;
  /** Accuracy on all 10,000 test images, by the number of views of each. */
  readonly testAccuracy: Readonly<Record<ViewCount, number>>;
}

/** What came of one rung. */
export interface MeasuredRung {
  /** As {@linkcode ladder} calls it. */
  readonly name: string;
  /** What its settings have that those of the last rung have not, but for the seed. */
  readonly settings: Partial<Settings>;
  /** Its nets, one a seed. */
  readonly nets: readonly MeasuredNet[];
}

/**
 * The ladder whose last rung is `PRESETS.quick`, on 49,000 training images: the first rungs have half of
 * its hidden units and epochs. `deno task ladder` trains it, for about fifteen minutes per seed on two
 * cores. Nothing was chosen by these figures: the settings were there before.
 *
 * @example
 * ```ts
 * import { QUICK_LADDER } from "two-layer-net/training";
 * import { assertEquals } from "@std/assert";
 *
 * const { name, settings } = QUICK_LADDER.at(-1)!;
 * assertEquals([name, settings], ["smoothing, decay", {}]);
 * ```
 */
export const QUICK_LADDER: readonly MeasuredRung[] = measured.rungs as readonly MeasuredRung[]; // what JSON calls a string is a choice

/** The variants of {@linkcode QUICK_LADDER}. */
export function quickLadder(images: LadderImages): Variant[] {
  const { quick } = PRESETS;
  const half = { hiddenSize: quick.hiddenSize / 2, epochs: quick.epochs / 2 };
  return ladder({ ...quick, ...half }, images);
}
