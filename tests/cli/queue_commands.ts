/** `deno task tune --redis` and `deno task worker` as users run them: processes of their own. */

import type { Outcome } from "./tune_command.ts";

const CLI = new URL("../../lib/cli/", import.meta.url).pathname;

/** A command that runs, with all that it prints. */
export class Running {
  readonly process: Deno.ChildProcess;
  #out = "";
  #err = "";
  readonly #ends: Promise<unknown>;

  /** Starts `deno task NAME` with arguments and variables. */
  constructor(
    name: "tune" | "worker",
    args: readonly string[],
    redis: string,
    variables: Readonly<Record<string, string>> = {},
  ) {
    this.process = new Deno.Command("deno", {
      args: ["run", "--quiet", "--no-prompt", `-P=${name}`, `${CLI}${name}/${name}.ts`, ...args],
      env: { TWO_LAYER_NET_REDIS: redis, ...variables },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#ends = Promise.all([
      read(this.process.stdout, (text) => this.#out += text),
      read(this.process.stderr, (text) => this.#err += text),
    ]);
  }

  /** What it has printed on standard output so far. */
  get out(): string {
    return this.#out;
  }

  /** What it has printed on standard error so far. */
  get err(): string {
    return this.#err;
  }

  /** Waits for its end. */
  async outcome(): Promise<Outcome> {
    const { code } = await this.process.status;
    await this.#ends;
    return { code, out: this.#out, err: this.#err };
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
}

async function read(bytes: ReadableStream<Uint8Array<ArrayBuffer>>, take: (text: string) => void) {
  for await (const text of bytes.pipeThrough(new TextDecoderStream())) take(text);
}
