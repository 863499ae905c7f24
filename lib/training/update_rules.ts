/**
 * Update rules by the names that settings call them.
 *
 * @module
 */

import { adam, adamw } from "../optim/adam.ts";
import { rmsprop } from "../optim/rmsprop.ts";
import { sgd } from "../optim/sgd.ts";
import type { UpdateRule } from "../optim/update_rule.ts";

/** How gradients move weights; "nesterov" is SGD with Nesterov's momentum. */
export type UpdateRuleName = "sgd" | "nesterov" | "rmsprop" | "adam" | "adamw";

interface RuleSettings {
  readonly momentum: number;
  readonly weightDecay: number;
}

/** What makes each rule from the settings, in the order of a command's help. */
export const UPDATE_RULES: Record<UpdateRuleName, (settings: RuleSettings) => UpdateRule> = {
  sgd: ({ momentum, weightDecay }) => sgd({ momentum, weightDecay }),
  nesterov: ({ momentum, weightDecay }) => sgd({ momentum, nesterov: momentum > 0, weightDecay }),
  rmsprop: ({ weightDecay }) => rmsprop({ weightDecay }),
  adam: ({ weightDecay }) => adam({ weightDecay }),
  adamw: ({ weightDecay }) => adamw({ weightDecay }),
};
