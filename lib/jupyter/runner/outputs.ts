/**
 * A kernel's output messages turned into the outputs of a notebook's cells, as a front end does it:
 * stream pieces merged, displays updated wherever they stand, outputs cleared.
 *
 * @module
 */

import type { Message } from "../kernel/message.ts";
import { type DisplayOutput, type Output, plain, type ResultOutput } from "./nbformat.ts";

type Content = Message["content"];

/** Collects the outputs of one notebook's cells. */
export class OutputCollector {
  #outputs: Output[] = [];
  #clearBeforeNext = false;
  readonly #displays = new Map<string, (DisplayOutput | ResultOutput)[]>();

  /** Starts the next cell; the array returned is filled as messages are handled. */
  startCell(): Output[] {
    this.#outputs = [];
    this.#clearBeforeNext = false;
    return this.#outputs;
  }

  /** Applies one message; those that are no output are passed over. */
  handle({ type, content }: Message): void {
    switch (type) {
      case "stream":
        return this.#stream(content);
      case "display_data":
        return this.#display({ output_type: "display_data", ...bundle(content) }, content);
      case "execute_result": {
        const execution_count = content.execution_count ?? null;
        const result = { output_type: "execute_result", ...bundle(content) } as const;
        return this.#display({ ...result, execution_count }, content);
      }
      case "update_display_data":
        return this.#update(content);
      case "error":
        return this.addError(content as Parameters<OutputCollector["addError"]>[0]);
      case "clear_output":
        return this.#clear(content.wait === true);
    }
  }

  /** Adds an error to the current cell. */
  addError(error: { ename: string; evalue: string; traceback: string[] }): void {
    this.#add({
      output_type: "error",
      ename: error.ename,
      evalue: plain(error.evalue),
      traceback: error.traceback.map(plain),
    });
  }

  #stream({ name, text }: Content): void {
    const last = this.#outputs.at(-1);
    const continues = last?.output_type === "stream" && last.name === name;
    if (continues && !this.#clearBeforeNext) last.text += plain(text);
    else this.#add({ output_type: "stream", name, text: plain(text) });
  }

  #display(output: DisplayOutput | ResultOutput, content: Content): void {
    const id = content.transient?.display_id;
    if (id !== undefined) {
      this.#update(content);
      this.#displays.set(id, [...this.#displays.get(id) ?? [], output]);
    }
    this.#add(output);
  }

  #update(content: Content): void {
    for (const output of this.#displays.get(content.transient?.display_id) ?? []) {
      Object.assign(output, bundle(content));
    }
  }

  #clear(wait: boolean): void {
    if (wait) this.#clearBeforeNext = true;
    else this.#outputs.length = 0;
  }

  #add(output: Output): void {
    if (this.#clearBeforeNext) this.#outputs.length = 0;
    this.#clearBeforeNext = false;
    this.#outputs.push(output);
  }
}

function bundle({ data = {}, metadata = {} }: Content): Pick<DisplayOutput, "data" | "metadata"> {
  const text = data["text/plain"];
  if (typeof text !== "string") return { data, metadata };
  return { data: { ...data, "text/plain": plain(text) }, metadata };
}
