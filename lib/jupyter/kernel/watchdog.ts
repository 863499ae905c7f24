/**
 * Process: ends a kernel, and removes its key, as soon as the runner that started both is gone, be it
 * by SIGKILL. The runner holds the other end of this process's standard input, which the system
 * closes.
 *
 * @module
 */

import { removeIfThere } from "../../internal/whole_file.ts";

/** What a terminal sends to everyone; the runner decides what comes of it. */
const IGNORED: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

if (import.meta.main) {
  const [pid, connectionFile] = Deno.args;
  for (const signal of IGNORED) Deno.addSignalListener(signal, () => {});
  await Deno.stdin.readable.pipeTo(new WritableStream());
  try {
    Deno.kill(Number(pid), "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  await removeIfThere(connectionFile);
  Deno.exit();
}
