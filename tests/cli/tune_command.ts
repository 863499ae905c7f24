/** `deno task tune` as a user runs it: a process of its own, on a part of real CIFAR-10. */

import { fetchCifar10 } from "two-layer-net";

const TUNE = new URL("../../lib/cli/tune.ts", import.meta.url).pathname;

/** Nets that take a tenth of a second. */
export const SMALL = [
  ...["--training", "400", "--validation", "100", "--iterations", "9"],
  ...["--batch-size", "100", "--backend", "wasm", "--hidden-size", "10,20"],
];

/** A process that runs the command. */
export function command(args: readonly string[]): Deno.Command {
  const permissions = ["--allow-read", "--allow-write", "--allow-run=deno", "--allow-ffi"];
  return new Deno.Command("deno", {
    args: ["run", "--no-prompt", "--allow-env=TWO_LAYER_NET_BLAS", ...permissions, TUNE, ...args],
    stdout: "piped",
    stderr: "piped",
  });
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
  const { code, stdout, stderr } = await command(args).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
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
