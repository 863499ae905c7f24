/**
 * The name of this process among those of many machines.
 *
 * @module
 */

/** `machine:process`; only the process where the machine's name may not be asked for. */
export function hostAndProcess(): string {
  const { state } = Deno.permissions.querySync({ name: "sys", kind: "hostname" });
  return state === "granted" ? `${Deno.hostname()}:${Deno.pid}` : `process ${Deno.pid}`;
}
