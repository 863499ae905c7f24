/** `deno task tune` as a user runs it: a process of its own, on a part of real CIFAR-10. */

import { fetchCifar10 } from "two-layer-net";

const TUNE = new URL("../../lib/cli/tune/tune.ts", import.meta.url).pathname;

/** Nets that take a tenth of a second. */
export const SMALL = [
  ...["--training", "400", "--validation", "100", "--iterations", "9"],
  ...["--batch-size", "100", "--backend", "wasm", "--hidden-size", "10,20"],
];

const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-run=deno", "--allow-ffi"];
const RUN = ["run", "--no-prompt", "--allow-env=TWO_LAYER_NET_BLAS", ...PERMISSIONS, TUNE];

/** A process that runs the command. */
export function command(args: readonly string[]): Deno.Command {
  return new Deno.Command("deno", { args: [...RUN, ...args], stdout: "piped", stderr: "piped" });
}

/** What a finished process left behind. */
export interface Outcome {
  code: number;
  out: string;
  err: string;
}

/** Runs the command to its end. */
export async function tune(...args: string[]): Promise<Outcome> {
  await fetchCifar10({ onMessage: console.log });
  return outcomeOf(await command(args).output());
}

/** Code and texts of a process that has ended. */
export function outcomeOf({ code, stdout, stderr }: Deno.CommandOutput): Outcome {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

/** Runs the command as on a disk that takes no file larger than so many bytes. */
export async function tuneWithin(maxBytes: number, ...args: string[]): Promise<Outcome> {
  await fetchCifar10({ onMessage: console.log });
  const limited = `trap '' XFSZ; ulimit -f ${Math.floor(maxBytes / 512)}; exec deno "$@"`;
  const output = await new Deno.Command("sh", { args: ["-c", limited, "sh", ...RUN, ...args] })
    .output();
  return outcomeOf(output);
}

/** Runs the command, and kills it so many milliseconds after it has begun to print. */
export async function tuneKilled(milliseconds: number, ...args: string[]): Promise<void> {
  const child = command(args).spawn();
  const err = child.stderr.cancel();
  const reader = child.stdout.getReader();
  const { done } = await reader.read();
  if (!done) await new Promise((resolve) => setTimeout(resolve, milliseconds));
  try {
    child.kill("SIGKILL");
  } catch {
    // It has just finished by itself.
  }
  await Promise.all([child.status, reader.cancel(), err]);
}

/** Runs the command, and sends it the signal once it has printed as many lines. */
export async function tuneUntil(
  lines: number,
  signal: Deno.Signal,
  ...args: string[]
): Promise<Outcome> {
  await fetchCifar10({ onMessage: console.log });
  const child = command(args).spawn();
  const err = new Response(child.stderr).text();
  let out = "", isSent = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    out += text;
    if (isSent || out.split("\n").length <= lines) continue;
    child.kill(signal);
    isSent = true;
  }
  const { code } = await child.status;
  return { code, out, err: await err };
}
