/**
 * Nets in the formats of others.
 *
 * @module
 */

import type { ExportedNet } from "../../formats/exported_net.ts";
import { saveNetAs } from "../../formats/save_net_as.ts";
import { chooseBackend } from "./choose_backend.ts";

/** Writes the net as its file's name asks; only a whitening makes work for a fast backend. */
export async function exportNet(path: string, net: ExportedNet): Promise<string[]> {
  const choice = net.transform ? "auto" : "reference";
  using backend = await chooseBackend(choice, { dtype: "float64" });
  return await saveNetAs(path, net, { backend });
}
