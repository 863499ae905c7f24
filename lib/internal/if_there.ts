/**
 * Files that need not be there.
 *
 * @module
 */

/** What `access` to a file resolves to, or null if the file is not there. */
export async function ifThere<T>(access: Promise<T>): Promise<T | null> {
  try {
    return await access;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
