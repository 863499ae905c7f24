/**
 * The options of `deno task convert`.
 *
 * @module
 */

import { extname } from "node:path";
import { Argument, InvalidArgumentError, Option } from "commander";
import type { Renames } from "../../formats/import_params.ts";
import { EXPORT_EXTENSIONS } from "../../formats/save_net_as.ts";
import { newCommand, parseArguments, refuseOptions } from "../shared/command_line.ts";

/** Every option of the command, read and checked. */
export interface ConvertOptions {
  /** The net's file. */
  from: string;
  /** The file to write. */
  to: string;
  /** Names of the arrays, where they are not W1, b1, W2, b2. */
  rename?: Renames;
}

const DESCRIPTION = `Convert a net's file for other programs, or one of theirs for this one.

From weights that deno task train saved, the file's name decides what is written:
  net.onnx   an ONNX model: pixels in, scores and probabilities out
  net.json   a model for tf.loadLayersModel, with net.bin beside it
  net.npz    NumPy's arrays W1, b1, W2, b2
To net.safetensors from net.npz (the assignment's parameters, np.savez("net.npz",
**net.params)), or from PyTorch's state_dict, saved as safetensors:
  --rename W1=fc1.weight.T,b1=fc1.bias,W2=fc2.weight.T,b2=fc2.bias`;

const PARAMS = ["W1", "b1", "W2", "b2"];

/** Reads the command line; after `--help` or a bad option, which it prints, the exit code. */
export function parseConvertOptions(args: string[]): ConvertOptions | number {
  const program = newCommand("convert", DESCRIPTION)
    .addArgument(new Argument("<from>", "the net's file"))
    .addArgument(new Argument("<to>", "the file to write"))
    .addOption(
      new Option("--rename <names>", "which arrays are W1, b1, W2 and b2; .T transposes")
        .argParser(parseRenames),
    );
  const exitCode = parseArguments(program, args);
  if (exitCode !== null) return exitCode;
  const [from, to] = program.args, { rename } = program.opts<{ rename?: Renames }>();
  const problem = problemOf({ from, to, rename });
  if (problem === null) return { from, to, ...(rename ? { rename } : {}) };
  return refuseOptions(problem);
}

function problemOf({ from, to, rename }: ConvertOptions): string | null {
  const [source, target] = [extname(from), extname(to)];
  const targets = [".safetensors", ...EXPORT_EXTENSIONS];
  if (!targets.includes(target)) {
    return `cannot tell what to write: '${to}' ends in none of ${targets.join(", ")}`;
  }
  if (source === ".onnx" || source === ".json") return `cannot read a net from '${from}'`;
  if (target !== ".safetensors" || source === ".npz" || rename) return null;
  return `nothing to convert from '${from}' to '${to}'`;
}

function parseRenames(text: string): Renames {
  const pairs = text.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, Math.max(0, at)), pair.slice(at + 1)];
  });
  const wrong = pairs.find(([param, name]) => !PARAMS.includes(param) || name === "");
  if (!wrong) return Object.fromEntries(pairs);
  throw new InvalidArgumentError(
    `Expected W1=NAME,b1=NAME,… with ${PARAMS.join(", ")} but found ${JSON.stringify(text)}.`,
  );
}
