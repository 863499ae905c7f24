/**
 * `node:path` for browsers: what functions that take paths import, though no file can be reached.
 *
 * @module
 */

/** The parts as one path. */
export const join = (...parts: string[]): string => parts.join("/");

/** A path as it is: there is no folder that it could start from. */
export const resolve = join;

/** All before the last part. */
export const dirname = (path: string): string => path.replace(/\/?[^/]*$/, "") || ".";

/** The last part. */
export const basename = (path: string, suffix = ""): string => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) : name;
};

/** The ending, with its dot. */
export const extname = (path: string): string => basename(path).match(/.(\.[^.]*)$/)?.[1] ?? "";
