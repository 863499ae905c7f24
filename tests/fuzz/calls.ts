/**
 * All calls.
 *
 * @module
 */

import type { Calls } from "./call.ts";
import { FORMAT_CALLS } from "./format_calls.ts";
import { NET_CALLS } from "./net_calls.ts";
import { QUEUE_CALLS } from "./queue_calls.ts";
import { TRAINING_CALLS } from "./training_calls.ts";
import { TFJS_CALLS } from "./tfjs_calls.ts";
import { TUNING_CALLS } from "./tuning_calls.ts";
import { VIEW_CALLS } from "./view_calls.ts";

export const CALLS: Calls = {
  ...NET_CALLS,
  ...TUNING_CALLS,
  ...TRAINING_CALLS,
  ...VIEW_CALLS,
  ...TFJS_CALLS,
  ...FORMAT_CALLS,
  ...QUEUE_CALLS,
};
