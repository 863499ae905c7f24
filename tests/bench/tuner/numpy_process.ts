/**
 * The NumPy script that trains nets of the grid, as long as it is asked to.
 */

import { fileURLToPath } from "node:url";
import type { RandomGeneratorState } from "../../../lib/random/random_generator_state.ts";

/** A net to be trained. */
export interface NumpyNet {
  readonly hiddenSize: number;
  readonly learningRate: number;
  readonly reg: number;
  readonly numIters: number;
  readonly state: RandomGeneratorState;
}

/** What the script answers. */
export interface NumpyAnswer {
  readonly seconds: number;
  readonly valAccuracy: number;
}

/** A running script. */
export class NumpyProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  private constructor(python: string, data: string) {
    const script = fileURLToPath(new URL("numpy_grid.py", import.meta.url));
    this.#child = new Deno.Command(python, {
      args: [script, "--data", data, "--threads", String(navigator.hardwareConcurrency)],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#reader = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Starts the script; undefined, with the reason printed, where it cannot run. */
  static async start(python: string, data: string): Promise<NumpyProcess | undefined> {
    try {
      const process = new NumpyProcess(python, data);
      if (await process.#line() === "ready") return process;
      console.log("skipped: NumPy: the script ended, see above");
    } catch (error) {
      console.log(`skipped: NumPy: ${(error as Error).message}`);
    }
    return undefined;
  }

  /** Trains a net. */
  async train({ state, ...net }: NumpyNet): Promise<NumpyAnswer> {
    const { bitGenerator, key, pos, hasGauss, cachedGaussian } = state;
    const parts = [bitGenerator, key, pos, Number(hasGauss), cachedGaussian];
    const line = `${JSON.stringify({ ...net, state: parts })}\n`;
    await this.#writer.write(new TextEncoder().encode(line));
    return JSON.parse(await this.#line());
  }

  /** Ends the script. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close();
    await this.#reader.cancel();
    await this.#child.status;
  }

  async #line(): Promise<string> {
    while (!this.#text.includes("\n")) {
      const { done, value } = await this.#reader.read();
      if (done) return "";
      this.#text += value;
    }
    const end = this.#text.indexOf("\n");
    const line = this.#text.slice(0, end);
    this.#text = this.#text.slice(end + 1);
    return line;
  }
}
