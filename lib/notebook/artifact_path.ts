/**
 * What one notebook computes and another reads.
 *
 * @module
 */

import { basename, join } from "node:path";
import { checkString, expectation } from "../internal/checks.ts";
import { dataFile } from "../internal/data_file.ts";
import { reduced } from "./reduced.ts";

/** What a reduced run computes must not be taken for the real thing. */
const FOLDER = reduced ? "notebooks/reduced" : "notebooks";

/**
 * The path of a file that notebooks share, in a folder that is made if it is not there:
 * `data/notebooks` in the checkout that this module lies in, whatever the working directory; below
 * the working directory when the module does not come from a file.
 *
 * @param name The file's name.
 * @throws {RangeError} If the name is no bare file name.
 *
 * @example
 * ```ts
 * import { artifactPath } from "two-layer-net/notebook";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(await artifactPath("net.safetensors"), /data.notebooks.net\.safetensors$/);
 * ```
 */
export async function artifactPath(name: string): Promise<string> {
  checkString("name", name);
  if (basename(name) !== name || ["", ".", ".."].includes(name)) {
    throw new RangeError(expectation("name", "a bare file name", name));
  }
  const folder = dataFile(FOLDER);
  await Deno.mkdir(folder, { recursive: true });
  return join(folder, name);
}
