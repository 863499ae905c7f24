/**
 * A process that does not outlive this one: a watchdog ends it, should this process be killed.
 *
 * @module
 */

import { denoCommand } from "../deno_command.ts";

/**
 * Watches over the process for as long as this one lives, and ends it right after.
 *
 * @param path A file or folder of the process's, which is removed then, too.
 */
export function startWatchdog(pid: number, path: string): Deno.ChildProcess {
  const permissions = ["--no-prompt", "--allow-run", `--allow-write=${path}`];
  const script = import.meta.resolve("./watchdog.ts");
  return new Deno.Command(denoCommand(), {
    args: ["run", "--quiet", "--no-config", ...permissions, script, String(pid), path],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
}

/** Ends the watchdog of a process that has ended. */
export async function endWatchdog(watchdog: Deno.ChildProcess): Promise<void> {
  killIfAlive(watchdog, "SIGKILL");
  await watchdog.status;
  await watchdog.stdin.close().catch(() => {});
}

/** Sends a signal to a process, unless it has ended already. */
export function killIfAlive(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
