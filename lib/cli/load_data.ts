/**
 * CIFAR-10 for a command, fetched with its progress shown if it is not there.
 *
 * @module
 */

import { type Cifar10Data, type Cifar10Options, getCifar10Data } from "../datasets/cifar10.ts";
import { ProgressLine } from "./progress_line.ts";

/** Loads the data; `signal` ends fetching them. */
export async function loadData(
  options: Omit<Cifar10Options, "download">,
  signal: AbortSignal,
): Promise<Cifar10Data> {
  const line = new ProgressLine();
  const data = await getCifar10Data({
    ...options,
    download: {
      signal,
      onProgress: (report) => line.show(report),
      onMessage: (message) => line.print(message),
      showDenoProgress: Deno.stderr.isTerminal(),
    },
  });
  line.clear();
  return data;
}
