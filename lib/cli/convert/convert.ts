/**
 * `deno task convert`: nets from and to the formats of others.
 *
 * @module
 */

import { extname } from "node:path";
import type { ExportedNet } from "../../formats/exported_net.ts";
import { importParams } from "../../formats/import_params.ts";
import { saveNetAs } from "../../formats/save_net_as.ts";
import { checkWritable } from "../../internal/check_writable.ts";
import { saveWeights } from "../../nn/weights.ts";
import { loadNet } from "../../training/net_files.ts";
import { EXIT, explainFailure, runCommand } from "../shared/command_line.ts";
import { printLine } from "../shared/output.ts";
import { keepOnly } from "../shared/permissions.ts";
import { type ConvertOptions, parseConvertOptions } from "./options.ts";

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parseConvertOptions(args);
  if (typeof options === "number") return options;
  try {
    await keepOnly({ files: [options.from], outputs: [options.to] });
    await checkWritable(options.to);
    await convert(options);
    return EXIT.success;
  } catch (error) {
    return explainFailure(error, "Nothing was written.");
  }
}

async function convert({ from, to, rename }: ConvertOptions): Promise<void> {
  const isForeign = extname(from) === ".npz" || rename !== undefined;
  const exported = isForeign ? await importNet(from, rename) : await loadNet(from);
  for (const file of await write(to, exported)) printLine(`Wrote ${file}`);
}

async function importNet(from: string, rename: ConvertOptions["rename"]): Promise<ExportedNet> {
  const { params, ...moments } = await importParams(from, rename);
  return { net: { params }, settings: null, transform: null, ...moments };
}

async function write(to: string, exported: ExportedNet): Promise<string[]> {
  if (extname(to) !== ".safetensors") return await saveNetAs(to, exported);
  const { net, meanImage, scale } = exported;
  await saveWeights(to, net, { meanImage, scale });
  return [to];
}

if (import.meta.main) await runCommand(main);
