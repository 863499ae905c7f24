/** `deno task tune --redis` and `deno task worker` as users run them: processes of their own. */

import type { Outcome } from "./tune_command.ts";

const CLI = new URL("../../lib/cli/", import.meta.url).pathname;

/** A command that runs, with all that it prints. */
export class Running {
  readonly process: Deno.ChildProcess;
  readonly #out: Promise<string>;
  #err = "";
  readonly #errEnds: Promise<void>;

  /** Starts `deno task NAME` with arguments and variables. */
  constructor(name: "tune" | "worker", args: readonly string[], redis: string) {
    this.process = new Deno.Command("deno", {
      args: ["run", "--quiet", "--no-prompt", `-P=${name}`, `${CLI}${name}/${name}.ts`, ...args],
      env: { TWO_LAYER_NET_REDIS: redis },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#out = new Response(this.process.stdout).text();
    this.#errEnds = this.#readErrors();
  }

  /** What it has printed on standard error so far. */
  get err(): string {
    return this.#err;
  }

  /** Waits for its end. */
  async outcome(): Promise<Outcome> {
    const { code } = await this.process.status;
    await this.#errEnds;
    return { code, out: await this.#out, err: this.#err };
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    try {
      this.process.kill("SIGKILL");
    } catch {
      // It has just ended by itself.
    }
    await this.outcome();
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: Deno.Signal = "SIGINT"): Promise<Outcome> {
    this.process.kill(signal);
    return await this.outcome();
  }

  async #readErrors(): Promise<void> {
    for await (const text of this.process.stderr.pipeThrough(new TextDecoderStream())) {
      this.#err += text;
    }
  }
}
