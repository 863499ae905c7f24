/**
 * The Deno that runs this program, as a command.
 *
 * @module
 */

/**
 * The program's own executable, or "deno" where only that name may be run: `--allow-run=deno`
 * covers the file that PATH leads to, which is another name of the same where it is a link (npx).
 */
export function denoCommand(): string {
  const path = Deno.execPath();
  const { state } = Deno.permissions.querySync({ name: "run", command: path });
  return state === "granted" ? path : "deno";
}
