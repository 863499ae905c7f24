/**
 * Runs one contestant once, in a process of its own.
 */

import { fileURLToPath } from "node:url";
import type { Contestant } from "./contestants.ts";

/** The run that all do. */
export interface Run {
  readonly data: string;
  readonly hidden: number;
  readonly batch: number;
  readonly iterations: number;
  readonly threads: number;
  /** The Python that runs the peers. */
  readonly python: string;
}

/** What a contestant prints of one run. */
export interface Result {
  readonly seconds: number;
  /** Every hundredth loss. */
  readonly losses: number[];
  readonly valAccuracy: number;
  readonly peakMegabytes?: number;
  /** Ours: the backend's own description. */
  readonly description?: string;
}

const OURS = ["run", "--no-prompt", "--allow-read", "--allow-env", "--allow-ffi"];

/** Does the run. */
export async function runContestant(contestant: Contestant, run: Run): Promise<Result> {
  const options = [
    ...["--data", run.data, "--hidden", run.hidden, "--batch", run.batch],
    ...["--iterations", run.iterations, "--dtype", contestant.dtype, "--threads", run.threads],
  ].map(String);
  const output = contestant.backend
    ? await execute(Deno.execPath(), [
      ...OURS,
      file("ours.ts"),
      ...options,
      "--backend",
      contestant.backend,
    ])
    : await execute(run.python, [file(contestant.script!), ...options]);
  return JSON.parse(output);
}

/** Why the contestant cannot run here; undefined if it can. */
export async function obstacle(contestant: Contestant, run: Run): Promise<string | undefined> {
  try {
    if (contestant.module) await execute(run.python, ["-c", `import ${contestant.module}`]);
    else await runContestant(contestant, { ...run, iterations: 1 });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Standard output; or an error with the last line of standard error. */
async function execute(command: string, args: string[]): Promise<string> {
  const options: Deno.CommandOptions = { args, stdout: "piped", stderr: "piped" };
  const { success, stdout, stderr } = await new Deno.Command(command, options).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(new TextDecoder().decode(stderr).trim().split("\n").at(-1));
}

function file(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
