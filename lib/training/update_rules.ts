/**
 * Update rules by the names that settings call them.
 *
 * @module
 */

import { adam, adamw } from "../optim/adam.ts";
import { rmsprop } from "../optim/rmsprop.ts";
import { sgd } from "../optim/sgd.ts";
import type { UpdateRule } from "../optim/update_rule.ts";

/** The names, in the order of a command's help. */
export const UPDATE_RULE_NAMES = ["sgd", "nesterov", "rmsprop", "adam", "adamw"] as const;

/** How gradients move weights; "nesterov" is SGD with Nesterov's momentum. */
export type UpdateRuleName = typeof UPDATE_RULE_NAMES[number];

interface RuleSettings {
  readonly momentum: number;
  readonly weightDecay: number;
}

/** What makes each rule from the settings. */
export const UPDATE_RULES: Record<UpdateRuleName, (settings: RuleSettings) => UpdateRule> = {
  sgd: ({ momentum, weightDecay }) => sgd({ momentum, weightDecay }),
  nesterov: ({ momentum, weightDecay }) => sgd({ momentum, nesterov: momentum > 0, weightDecay }),
  rmsprop: ({ weightDecay }) => rmsprop({ weightDecay }),
  adam: ({ weightDecay }) => adam({ weightDecay }),
  adamw: ({ weightDecay }) => adamw({ weightDecay }),
};
