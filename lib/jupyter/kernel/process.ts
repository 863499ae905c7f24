/**
 * The kernel's process: started, watched, ended.
 *
 * @module
 */

import type { ConnectionInfo } from "./channels.ts";
import { denoCommand } from "../deno_command.ts";
import { removeIfThere } from "../../internal/whole_file.ts";
import { within } from "../../notebook/within.ts";
import { endWatchdog, killIfAlive, startWatchdog } from "./watched.ts";

const STDERR_KEPT = 4000;

/** A child of the kernel's may hold its stderr open longer than the kernel lives. */
const STDERR_WAIT = 200;

/** A running `deno jupyter --kernel`. */
export class KernelProcess {
  /** Why the process ended; undefined while it runs. */
  ended: string | undefined;
  /** Resolves with the reason when the process has ended. */
  readonly death: Promise<string>;

  readonly #child: Deno.ChildProcess;
  readonly #connectionFile: string;
  readonly #watchdog: Deno.ChildProcess;
  #stderr = "";

  private constructor(child: Deno.ChildProcess, connectionFile: string) {
    this.#child = child;
    this.#connectionFile = connectionFile;
    this.#watchdog = startWatchdog(child.pid, connectionFile);
    const stderrRead = this.#readStderr();
    this.death = child.status.then(async (status) => {
      await within(STDERR_WAIT, stderrRead);
      await endWatchdog(this.#watchdog);
      return this.ended = this.#reason(status);
    });
  }

  /** Starts a kernel in `cwd` with `env` on top of this process's environment. */
  static async start(
    info: ConnectionInfo,
    cwd: string,
    env: Record<string, string>,
  ): Promise<KernelProcess> {
    const connectionFile = await Deno.makeTempFile({ prefix: "kernel-", suffix: ".json" });
    await Deno.writeTextFile(connectionFile, JSON.stringify(info));
    const command = new Deno.Command(denoCommand(), {
      args: ["jupyter", "--quiet", "--kernel", "--conn", connectionFile],
      cwd,
      env,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    });
    return new KernelProcess(command.spawn(), connectionFile);
  }

  /** What Stop sends. */
  interrupt(): void {
    killIfAlive(this.#child, "SIGINT");
  }

  /** Ends the process at once, if it still runs, and tidies up. */
  async kill(): Promise<void> {
    killIfAlive(this.#child, "SIGKILL");
    await this.death;
    await this.forgetKey();
  }

  /** Removes the connection file, which the kernel has read once it answers. */
  async forgetKey(): Promise<void> {
    await removeIfThere(this.#connectionFile);
  }

  async #readStderr(): Promise<void> {
    for await (const text of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
    }
  }

  #reason({ code, signal }: Deno.CommandStatus): string {
    const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
    return `The kernel ${how}${this.#stderr === "" ? "" : `\n${this.#stderr.trimEnd()}`}`;
  }
}
