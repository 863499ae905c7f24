/**
 * Which machine this is, for files in a folder that several machines share.
 *
 * @module
 */

import { sha256 } from "./sha256.ts";

/** Clones and containers may share the one, so both count. */
const FILES = ["/etc/machine-id", "/etc/hostname"] as const;

/**
 * Eight hexadecimal digits that tell this machine from others; null where Deno has no leave to look.
 * Nobody is asked for a permission.
 */
export function machineId(): string | null {
  const text = FILES.map(readIfAllowed).join("\n").trim() || hostnameIfAllowed();
  return text && sha256(text).slice(0, 8);
}

function readIfAllowed(path: string): string {
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return "";
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

function hostnameIfAllowed(): string | null {
  const { state } = Deno.permissions.querySync({ name: "sys", kind: "hostname" });
  return state === "granted" ? Deno.hostname() : null;
}
