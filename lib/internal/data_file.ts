/**
 * Where files of our own are kept.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** A file in the checkout's folder `data`, or in the working directory's without a checkout. */
export function dataFile(name: string): string {
  const url = new URL(`../../data/${name}`, import.meta.url);
  return url.protocol === "file:" ? fileURLToPath(url) : `data/${name}`;
}
