/**
 * What runs beside a student's code in the sandbox: it calls the functions that were written, and
 * tells the grader what they did. It keeps no secret and gives no points: all that the student's code
 * could do to it is to spoil its own results.
 *
 * @module
 */

import { answerCases } from "../../../assignment/grading/judge.ts";
import type { Outcome } from "../../../assignment/grading/outcome.ts";
import type { QuestionName } from "../../../assignment/grading/questions.ts";
import { writeOutcomes } from "../../../assignment/grading/transfer.ts";

/** What the driver is started with. */
export interface DriverOptions {
  /** What the lines for the grader begin with. */
  readonly token: string;
  /** The seed of the inputs. */
  readonly seed: number;
  /** Bytes of memory that the process may take. */
  readonly memory: number;
}

/** What the code around a student's cells calls. */
export interface Driver {
  /** Says that a cell is about to run. */
  cell(index: number): void;
  /** Says that all cells have run. */
  ready(): void;
  /** Calls a function with the inputs of a question, and says what it did. */
  answer(question: QuestionName, read: () => unknown): void;
}

/** Places where code without permissions can leave something for the next one. */
const STORES = ["localStorage", "sessionStorage", "caches"];

/** Starts the watch over memory, and takes the stores away. */
export async function startDriver({ token, seed, memory }: DriverOptions): Promise<Driver> {
  const write = Deno.stdout.writeSync.bind(Deno.stdout), encoder = new TextEncoder();
  const say = (text: string) => {
    let bytes = encoder.encode(`\n${token}${text}\n`);
    while (bytes.length > 0) bytes = bytes.subarray(write(bytes));
  };
  for (const store of STORES) Reflect.deleteProperty(globalThis, store);
  await watchMemory(token, memory);
  return {
    cell: (index) => say(`{"cell":${index}}`),
    ready: () => say('{"ready":true}'),
    answer: (question, read) =>
      say(
        `{"question":"${question}","outcomes":${writeOutcomes(outcomesOf(question, read, seed))}}`,
      ),
  };
}

function outcomesOf(question: QuestionName, read: () => unknown, seed: number): Outcome[] {
  return answerCases(question, (...args) => functionOf(question, read)(...args), seed);
}

function functionOf(name: string, read: () => unknown): (...args: unknown[]) => unknown {
  let value: unknown;
  try {
    value = read();
  } catch {
    value = undefined; // no such name, or its declaration failed
  }
  if (typeof value === "function") return value as (...args: unknown[]) => unknown;
  throw new Error(`there is no function ${name}: its cell is missing or does not run`);
}

/** Resolves when a thread of its own looks at the memory: an endless loop does not stop it. */
async function watchMemory(token: string, limit: number): Promise<void> {
  const url = new URL("./memory_watch.ts", import.meta.url);
  const worker = new Worker(url, { type: "module", deno: { permissions: "none" } });
  const started = Promise.withResolvers<void>();
  worker.onmessage = () => started.resolve();
  worker.onerror = (event) => started.reject(new Error(event.message));
  worker.postMessage({ token, limit });
  await started.promise;
}
