/**
 * Downloads that survive broken connections: what has come is kept and continued by HTTP Range
 * (RFC 9110, section 14).
 *
 * @module
 */

import { formatBytes, ProgressMeter } from "../internal/progress.ts";
import { sleep } from "../internal/sleep.ts";
import { ifThere } from "../internal/if_there.ts";
import { explainWriteError, writeAll } from "../internal/whole_file.ts";
import { type FetchContext, SourceError } from "./source.ts";
import { Watchdog } from "./watchdog.ts";

/** How long a download waits, in milliseconds. */
export interface DownloadLimits {
  /** For the server's first answer. */
  readonly answerMs: number;
  /** For the next bytes. */
  readonly stallMs: number;
  /** Before it continues after the connection broke. */
  readonly retryMs: number;
}

/** Short to a host that is dead, patient with one that is slow. */
export const DOWNLOAD_LIMITS: DownloadLimits = { answerMs: 5_000, stallMs: 30_000, retryMs: 1_000 };

const ATTEMPTS_WITHOUT_PROGRESS = 3;

/** A server that keeps starting over gets this many times the size. */
const MOST_TRANSFERS = 4;

/** What is downloaded. */
export interface Download {
  /** Where it is. */
  readonly url: string;
  /** Its size: the most that is taken. */
  readonly bytes: number;
}

/**
 * Downloads into the file `path`, continuing what is already there. Whether that was of the same
 * version, the digest of the whole tells the caller.
 *
 * Once bytes have come, broken connections are taken up again; what came stays for the next call.
 * What is larger than it should be is given up and removed, whatever length the server told.
 *
 * @throws {SourceError} If the server does not answer, refuses, keeps breaking off, or sends too much.
 */
export async function download(
  source: Download,
  path: string,
  context: FetchContext,
  limits: DownloadLimits = DOWNLOAD_LIMITS,
): Promise<void> {
  const transfer = new Transfer(source, path, context, limits);
  let attemptsLeft = 1;
  let furthest = await sizeOf(path);
  for (;;) {
    try {
      if (await transfer.attempt()) return;
    } catch (error) {
      context.signal?.throwIfAborted();
      if (!(error instanceof BrokenConnection)) throw error;
      const size = await sizeOf(path);
      attemptsLeft = size > furthest ? ATTEMPTS_WITHOUT_PROGRESS : attemptsLeft - 1;
      furthest = Math.max(furthest, size);
      if (attemptsLeft === 0) throw error;
      context.onMessage?.(`${error.message}; continuing after ${formatBytes(size)}`);
      await sleep(limits.retryMs, context.signal);
    }
  }
}

/** A failure that another attempt may overcome. */
class BrokenConnection extends SourceError {}

class Transfer {
  readonly #url: string;
  readonly #bytes: number;
  #received = 0;
  readonly #path: string;
  readonly #context: FetchContext;
  readonly #limits: DownloadLimits;

  constructor(source: Download, path: string, context: FetchContext, limits: DownloadLimits) {
    this.#url = source.url;
    this.#bytes = source.bytes;
    this.#path = path;
    this.#context = context;
    this.#limits = limits;
  }

  /** One request and the bytes that it brings; false if it has to be made again from the start. */
  async attempt(): Promise<boolean> {
    using watchdog = new Watchdog();
    if (await sizeOf(this.#path) > this.#bytes) await Deno.remove(this.#path);
    const start = await sizeOf(this.#path);
    const response = await this.#request(start, watchdog);
    try {
      const verdict = this.#judge(response, start);
      if (verdict === "complete") return true;
      if (verdict !== "rest") await ifThere(Deno.remove(this.#path));
      await this.#checkLength(response, verdict === "rest" ? start : 0);
      if (verdict === "restart") return false;
      await this.#receive(response, watchdog);
      return true;
    } finally {
      await response.body?.cancel().catch(() => {});
    }
  }

  async #request(start: number, watchdog: Watchdog): Promise<Response> {
    const { answerMs } = this.#limits;
    watchdog.limit(answerMs, () => this.#broken(`did not answer within ${answerMs / 1000} s`));
    const headers = new Headers({ "accept-encoding": "identity" });
    if (start > 0) headers.set("range", `bytes=${start}-`);
    return await this.#guard(
      watchdog,
      "cannot be reached",
      (signal) => fetch(this.#url, { headers, signal }),
    );
  }

  /** What the answer to a request for the bytes from `start` on is good for. */
  #judge(
    response: Response,
    start: number,
  ): "whole" | "rest" | "complete" | "restart" {
    const { status, headers } = response;
    if (status === 200) return "whole";
    if (start === 0 || (status !== 206 && status !== 416)) throw this.#refusal(response);
    const range = headers.get("content-range") ?? "";
    if (status === 206 && range.startsWith(`bytes ${start}-`)) return "rest";
    // Nothing follows the last byte of a finished file: 416 with its size.
    if (status === 416 && range === `bytes */${start}`) return "complete";
    return "restart";
  }

  #refusal({ status, statusText }: Response): SourceError {
    const answer = `answered ${status} ${statusText}`.trimEnd();
    return status >= 500 ? this.#broken(answer) : new SourceError(`${this.#host} ${answer}`);
  }

  async #receive(response: Response, watchdog: Watchdog): Promise<void> {
    const reader = response.body!.getReader();
    try {
      await this.#write(reader, watchdog);
    } catch (error) {
      throw explainWriteError(error, this.#path);
    } finally {
      await reader.cancel().catch(() => {}); // or the rest keeps coming in
    }
  }

  async #write(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    watchdog: Watchdog,
  ): Promise<void> {
    const { stallMs } = this.#limits;
    using file = await Deno.open(this.#path, { append: true, create: true });
    let size = (await file.stat()).size;
    const meter = this.#meter(size);
    for (;;) {
      watchdog.limit(stallMs, () => this.#broken(`sent nothing for ${stallMs / 1000} s`));
      const { done, value } = await this.#guard(watchdog, "broke off", () => reader.read());
      if (done) return;
      size += value.length;
      this.#received += value.length;
      if (size > this.#bytes) throw await this.#tooMuch("sends more");
      if (this.#received > MOST_TRANSFERS * this.#bytes) throw this.#endless();
      await writeAll(file, value);
      meter.update(size);
    }
  }

  async #checkLength({ status, headers }: Response, start: number): Promise<void> {
    const length = Number(headers.get("content-length") ?? 0);
    if (status === 200 || status === 206) {
      if (start + length > this.#bytes) throw await this.#tooMuch(`offers ${start + length}`);
    }
  }

  async #tooMuch(what: string): Promise<SourceError> {
    await ifThere(Deno.remove(this.#path));
    return new SourceError(`${this.#host} ${what} where ${this.#bytes} bytes are expected`);
  }

  #endless(): SourceError {
    const times = `${MOST_TRANSFERS} times the ${this.#bytes} bytes that are expected`;
    return new SourceError(`${this.#host} has sent ${times}, and never all of them`);
  }

  #meter(initial: number): ProgressMeter {
    const total = this.#bytes;
    const label = new URL(this.#url).pathname.split("/").at(-1)!;
    return new ProgressMeter(this.#context.onProgress, { label, total, initial });
  }

  /** Runs a step of the transfer; the error says which of signal, limit and network ended it. */
  async #guard<T>(
    watchdog: Watchdog,
    failure: string,
    step: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const signals = [watchdog.signal, this.#context.signal].filter((signal) =>
      signal !== undefined
    );
    try {
      return await step(AbortSignal.any(signals));
    } catch (error) {
      this.#context.signal?.throwIfAborted();
      watchdog.signal.throwIfAborted();
      throw this.#broken(`${failure}: ${networkReason(error)}`);
    }
  }

  get #host(): string {
    return new URL(this.#url).host;
  }

  #broken(what: string): BrokenConnection {
    return new BrokenConnection(`${this.#host} ${what}`);
  }
}

/** The system's part of the message, such as "Connection refused (os error 111)". */
function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message } = error.cause instanceof Error ? error.cause : error;
  return message.split(": ").at(-1)!;
}

/** The size of a file in bytes, 0 if there is none. */
export async function sizeOf(path: string): Promise<number> {
  return (await ifThere(Deno.stat(path)))?.size ?? 0;
}
