/**
 * What Deno's own tools find.
 *
 * @module
 */

import { denoCommand } from "../deno_command.ts";

/** What a command of Deno says where it fails, without colours; empty where it succeeds. */
export async function denoReport(args: string[]): Promise<string> {
  const command = new Deno.Command(denoCommand(), { args, env: { NO_COLOR: "1" } });
  const { success, stdout, stderr } = await command.output();
  if (success) return "";
  return [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
}
