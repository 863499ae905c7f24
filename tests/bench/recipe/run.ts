/**
 * `deno task bench:recipe`: training steps past the assignment, ours and PyTorch's alternately.
 */

import { fileURLToPath } from "node:url";
import { EXIT, newCommand, parseArguments } from "../../../lib/cli/shared/command_line.ts";
import { integer } from "../../../lib/cli/shared/numbers.ts";
import { quantile } from "../peers/report.ts";

/** Steps that are left out: memory is touched for the first time, and code is compiled. */
const WARM_UP = 10;

interface Options {
  python: string;
  rounds: number;
  hidden: number;
  batch: number;
  steps: number;
  threads: number;
}

async function main(args: string[]): Promise<number> {
  const command = newCommand(
    "bench:recipe",
    "Time the steps of a recipe: this library's jit and native backends, and PyTorch.",
  )
    .option("--python <path>", "Python that has PyTorch", "python3")
    .option("--rounds <count>", "times that each one runs", integer(1), 5)
    .option("--hidden <units>", "hidden units", integer(1), 2048)
    .option("--batch <rows>", "images per step", integer(1), 256)
    .option("--steps <count>", "steps of a round", integer(WARM_UP + 1), 110)
    .option("--threads <count>", "threads of each one", integer(1), 2);
  const ended = parseArguments(command, args);
  if (ended !== null) return ended;
  const options = command.opts<Options>();
  const ratios = new Map<string, number[]>([["PyTorch", []], ["native", []]]);
  for (let round = 1; round <= options.rounds; round++) {
    const [jit, native] = [await ours("jit", options), await ours("native", options)];
    const torch = await median(options.python, [file("torch_recipe.py")], options);
    const others = { native, PyTorch: torch };
    const lines = Object.entries({ jit, ...others }).map(([name, t]) => line(name, t, options));
    console.log(`round ${round}: ${lines.join(", ")}`);
    for (const [name, seconds] of Object.entries(others)) ratios.get(name)!.push(seconds / jit);
  }
  for (const [name, values] of ratios) {
    const [low, middle, high] = [0.25, 0.5, 0.75].map((q) =>
      quantile(values.toSorted((a, b) => a - b), q).toFixed(2)
    );
    console.log(`jit is ${middle} × as fast as ${name} (quartiles ${low} to ${high})`);
  }
  return EXIT.success;
}

const OURS = ["run", "--no-prompt", "--allow-read", "--allow-env", "--allow-ffi"];

function ours(backend: string, options: Options): Promise<number> {
  return median(Deno.execPath(), [...OURS, file("ours.ts"), "--backend", backend], options);
}

/** The median seconds of a step in a process of its own. */
async function median(command: string, args: string[], options: Options): Promise<number> {
  const { hidden, batch, steps, threads } = options;
  const sizes = Object.entries({ hidden, batch, steps, threads }).map((
    [k, v],
  ) => [`--${k}`, `${v}`]);
  const child = new Deno.Command(command, { args: [...args, ...sizes.flat()], stderr: "inherit" });
  const { success, stdout } = await child.output();
  if (!success) throw new Error(`${command} failed; it needs PyTorch, --python names another`);
  const seconds: number[] = JSON.parse(new TextDecoder().decode(stdout));
  return quantile(seconds.slice(WARM_UP).toSorted((a, b) => a - b), 0.5);
}

function line(name: string, seconds: number, { batch }: Options): string {
  return `${name} ${(1000 * seconds).toFixed(1)} ms a step (${
    Math.round(batch / seconds)
  } images/s)`;
}

function file(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
