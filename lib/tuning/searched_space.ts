/**
 * What a study searches.
 *
 * @module
 */

import type { SearchSpace } from "./distributions.ts";
import type { Study } from "./study.ts";

/** What the study searches: its declared space or, where it has none, what its trials asked for. */
export function searchedSpace(study: Study): SearchSpace {
  return study.searchSpace ?? Object.fromEntries(study.distributions);
}
