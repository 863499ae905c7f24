/**
 * Telling files that hold studies apart.
 *
 * @module
 */

const SQLITE = "SQLite format 3\0";

/** Whether the file is an SQLite database, Optuna's or ours; false if there is none, or it is empty. */
export function isSqliteFile(path: string): boolean {
  return beginning(path, SQLITE.length) === SQLITE;
}

/** Whether a file of studies is, or is to be, an Optuna journal: by how it begins, else by its ending. */
export function isJournal(path: string): boolean {
  const start = beginning(path, SQLITE.length);
  return start.startsWith("{") || (start !== SQLITE && /\.(log|journal|jsonl)$/i.test(path));
}

function beginning(path: string, length: number): string {
  try {
    using file = Deno.openSync(path);
    const bytes = new Uint8Array(length);
    return new TextDecoder().decode(bytes.subarray(0, file.readSync(bytes) ?? 0));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
