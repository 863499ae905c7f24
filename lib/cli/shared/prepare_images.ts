/**
 * The images of a search, prepared with progress on the terminal.
 *
 * @module
 */

import { type NetSearch, prepareSearch } from "../../search/net_search.ts";
import { preparationsOf } from "../../search/space.ts";
import { preparationKey } from "../../training/prepare_images.ts";
import { chooseBackend } from "./choose_backend.ts";
import { ProgressLine } from "./progress_line.ts";

/** The images in every preparation that trials may ask for, made once and shared by the workers. */
export async function prepareForTrials(search: NetSearch, signal: AbortSignal): Promise<NetSearch> {
  const isPlain = preparationsOf(search.space, search.base)
    .every((settings) => preparationKey(settings) === "mean");
  if (isPlain) return search;
  using backend = await chooseBackend("auto", { dtype: "float64" });
  using line = new ProgressLine();
  return await prepareSearch(search, { backend, signal, onProgress: line.show });
}
