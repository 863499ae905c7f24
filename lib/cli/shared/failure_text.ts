/**
 * What went wrong, in words for the one who typed the command.
 *
 * @module
 */

/** What Deno says of a file: the system's words, what was tried, and the path. */
const OF_A_FILE = /\(os error \d+\): (\w+) '(.*)'$/s;

/** The error's message; of a file that is not there, or is a folder, one without the system's words. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [, tried, path] = error.message.match(OF_A_FILE) ?? [];
  if (path === undefined) return error.message;
  if (error instanceof Deno.errors.NotFound) {
    return `There is no ${tried === "readdir" ? "folder" : "file"} ${path}`;
  }
  if (error instanceof Deno.errors.IsADirectory) return `Expected a file but ${path} is a folder`;
  return error.message;
}
