/**
 * Surroundings that tests need: folders that vanish, disks that fill up.
 *
 * @module
 */

/** Runs `action` in a fresh folder that is removed afterwards. */
export async function withTempDir(action: (dir: string) => void | Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await action(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Names of the entries of a folder, sorted. */
export function listDir(dir: string): string[] {
  return Array.from(Deno.readDirSync(dir), ({ name }) => name).sort();
}

/** Runs `action` while files opened for writing take only `freeBytes` in all, as on a full disk. */
export async function withFullDisk<T>(freeBytes: number, action: () => Promise<T>): Promise<T> {
  const { open, openSync } = Deno;
  let free = freeBytes;
  const limit = (file: Deno.FsFile) => {
    const write = file.write.bind(file);
    file.write = async (chunk) => {
      const fits = chunk.subarray(0, free);
      if (fits.length === 0) throw noSpace();
      free -= fits.length;
      return await write(fits);
    };
    return file;
  };
  Deno.open = async (...args) => limit(await open(...args));
  Deno.openSync = (...args) => limit(openSync(...args));
  try {
    return await action();
  } finally {
    Object.assign(Deno, { open, openSync });
  }
}

/** What Deno throws when a real disk is full (seen on a tmpfs of 1 MB). */
function noSpace(): Error {
  const error = new Error("No space left on device (os error 28)");
  return Object.assign(error, { code: "ENOSPC" });
}
