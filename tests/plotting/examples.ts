/**
 * A picture of each kind: for the tests, for the snapshots beside them, and for `deno task gallery`.
 *
 * @module
 */

import type { Picture } from "two-layer-net/plotting";

const FOLDER = new URL("examples/", import.meta.url);

/** What examples share, and no example itself. */
export const SHARED = "trials";

/** A file that makes a picture. */
export interface Example {
  /** The file's name without its ending. */
  readonly name: string;
  readonly picture: Picture;
  /** What is in the file. */
  readonly code: string;
}

/** The text of a file of the folder. */
export function readCode(name: string): Promise<string> {
  return Deno.readTextFile(new URL(`${name}.ts`, FOLDER));
}

/** All examples by name. */
export async function readExamples(): Promise<Example[]> {
  const names = Array.from(Deno.readDirSync(FOLDER), ({ name }) => name.replace(/\.ts$/, ""));
  return await Promise.all(
    names.filter((name) => name !== SHARED).sort().map(async (name) => {
      const { default: picture } = await import(`./examples/${name}.ts`);
      return { name, picture, code: await readCode(name) };
    }),
  );
}
