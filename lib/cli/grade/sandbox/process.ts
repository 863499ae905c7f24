/**
 * One process of the sandbox: Deno's REPL, which runs cells as Deno's kernel does, each by itself, in
 * TypeScript, names declared anew. It may read the library, and do nothing else.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { denoCommand } from "../../../jupyter/deno_command.ts";
import { endWatchdog, killIfAlive, startWatchdog } from "../../../jupyter/kernel/watched.ts";
import { readLines } from "./lines.ts";
import { type Message, messageOf } from "./message.ts";

/** What a process may take. */
export interface Limits {
  /** Seconds for each cell and for each question. */
  readonly timeout: number;
  /** Bytes of memory. */
  readonly memory: number;
}

/** What a process is to run, and whom it tells. */
export interface Run {
  /** Files with the scripts, in order. */
  readonly scripts: readonly string[];
  /** Their folder. */
  readonly folder: string;
  /** What the driver's lines begin with. */
  readonly token: string;
  /** What it may take. */
  readonly limits: Limits;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Called for each of the driver's messages. */
  readonly onMessage: (message: Message) => void;
  /** Called with each other line. */
  readonly onLine: (line: string) => void;
}

/** Seconds that Deno and the library may take to start on a busy machine. */
const START_TIMEOUT = 60;

/** Bytes that a process may print. */
const MAX_OUTPUT = 1_000_000;

const LIBRARY = fileURLToPath(new URL("../../../", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../../deno.json", import.meta.url));

/** Runs the scripts; returns why the process was ended, or ended itself; null if it came to its end. */
export async function runScripts(run: Run): Promise<string | null> {
  run.signal.throwIfAborted();
  using process = new SandboxProcess(run);
  const reason = await process.finished();
  run.signal.throwIfAborted();
  return reason;
}

class SandboxProcess {
  readonly #run: Run;
  readonly #child: Deno.ChildProcess;
  readonly #watchdog: Deno.ChildProcess;
  readonly #abort = (): void => this.#end("was stopped");
  #timer: ReturnType<typeof setTimeout> | undefined;
  #messages = 0;
  #printed = 0;
  #reason: string | null = null;

  constructor(run: Run) {
    this.#run = run;
    this.#child = startRepl(run);
    this.#watchdog = startWatchdog(this.#child.pid, run.folder);
    run.signal.addEventListener("abort", this.#abort);
    this.#startTimer(START_TIMEOUT);
  }

  async finished(): Promise<string | null> {
    const read = (output: ReadableStream<Uint8Array>) =>
      readLines(output, (line) => this.#take(line), (count) => this.#count(count));
    const [status] = await Promise.all([
      this.#child.status,
      read(this.#child.stdout),
      read(this.#child.stderr),
    ]);
    await endWatchdog(this.#watchdog);
    return this.#reason ?? ending(status);
  }

  #take(line: string): void {
    if (this.#reason !== null) return;
    const { scripts, token, limits, onLine, onMessage } = this.#run;
    const message = messageOf(line, token);
    if (message === null) return this.#takeOther(line, onLine);
    if (message.kind === "memory") {
      return this.#end(`took more than ${Math.round(limits.memory / 1e6)} MB of memory`);
    }
    // More than one a script are made up, to gain time.
    if (++this.#messages > scripts.length) return this.#end("imitates the grader");
    this.#startTimer(limits.timeout);
    onMessage(message);
  }

  /** V8 says so of its own heap before it gives up. */
  #takeOther(line: string, onLine: (line: string) => void): void {
    if (line.includes("JavaScript heap out of memory")) this.#reason = "ran out of memory";
    else onLine(line);
  }

  #count(bytes: number): void {
    this.#printed += bytes;
    if (this.#printed > MAX_OUTPUT) this.#end(`printed more than ${MAX_OUTPUT / 1e6} MB`);
  }

  #startTimer(seconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(`did not end within ${seconds} s`), seconds * 1000);
  }

  #end(reason: string): void {
    this.#reason ??= reason;
    killIfAlive(this.#child, "SIGKILL");
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#run.signal.removeEventListener("abort", this.#abort);
    killIfAlive(this.#child, "SIGKILL");
  }
}

function startRepl({ scripts, folder, limits }: Run): Deno.ChildProcess {
  const heap = Math.ceil(limits.memory / 2 ** 20);
  return new Deno.Command(denoCommand(), {
    args: [
      ...["repl", "--quiet", "--no-prompt", "--no-lock", "--cached-only", "--config", CONFIG],
      ...[`--allow-read=${LIBRARY}`, `--v8-flags=--max-old-space-size=${heap}`],
      `--eval-file=${scripts.join(",")}`,
    ],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

function ending({ code, signal }: Deno.CommandStatus): string | null {
  if (signal !== null) return `was ended by ${signal}`;
  return code === 0 ? null : `ended the program with exit code ${code}`;
}
