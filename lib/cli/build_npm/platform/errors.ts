/**
 * Deno's errors for other runtimes.
 *
 * @module
 */

/** A class whose instances are the errors with one of the codes, whoever made them. */
function errorClass(name: string, ...codes: string[]) {
  return class extends Error {
    override readonly name = name;
    readonly code = codes[0];
    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof Error && "code" in value && codes.includes(value.code as string);
    }
  };
}

/** `Deno.errors`: those that the library knows. */
export const errors = {
  AlreadyExists: errorClass("AlreadyExists", "EEXIST"),
  BadResource: errorClass("BadResource", "EBADF"),
  NotADirectory: errorClass("NotADirectory", "ENOTDIR"),
  NotCapable: errorClass("NotCapable", "ENOTCAPABLE"),
  NotFound: errorClass("NotFound", "ENOENT"),
  NotSupported: errorClass("NotSupported", "ENOSYS"),
  UnexpectedEof: errorClass("UnexpectedEof", "EOF"),
};
