/**
 * Process: ends another one, and removes its file or folder, as soon as the program that started both
 * is gone, be it by SIGKILL. The program holds the other end of this process's standard input, which
 * the system closes.
 *
 * @module
 */

/** What a terminal sends to everyone; the program decides what comes of it. */
const IGNORED: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

if (import.meta.main) {
  const [pid, path] = Deno.args;
  for (const signal of IGNORED) Deno.addSignalListener(signal, () => {});
  await Deno.stdin.readable.pipeTo(new WritableStream());
  try {
    Deno.kill(Number(pid), "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  await Deno.remove(path, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  Deno.exit();
}
