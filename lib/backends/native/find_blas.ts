/**
 * Finding and opening the system's BLAS.
 *
 * @module
 */

import { BLAS_VARIABLE, candidates, installHint } from "./candidates.ts";
import { type BlasSymbols, SYMBOLS } from "./symbols.ts";
import { prepareVendor, type Vendor } from "./vendor.ts";

/** An open BLAS. */
export interface Blas extends Vendor, Disposable {
  /** The name or path that opened it. */
  readonly path: string;
  /** Its functions. */
  readonly symbols: BlasSymbols;
}

/**
 * Opens the library at the path in `TWO_LAYER_NET_BLAS`, or else the first BLAS of the platform
 * that opens. It is permission to read that variable and to open those libraries that counts, and
 * none is asked for.
 *
 * @throws {Deno.errors.NotFound} If there is none, with the reason and how to install one.
 */
export function findBlas(): Blas {
  const chosen = readVariable();
  const reasons: string[] = [];
  for (const path of chosen ? [chosen] : candidates(Deno.build)) {
    const found = tryBlas(path);
    if (typeof found !== "string") return found;
    if (chosen) throw notFound(`${BLAS_VARIABLE} is ${JSON.stringify(path)}, but ${found}`);
    reasons.push(found);
  }
  throw notFound(summary(reasons));
}

/**
 * Opens one library.
 *
 * @throws {Deno.errors.NotFound} If it is not there, not allowed, or no BLAS that fits.
 */
export function openBlas(path: string): Blas {
  const found = tryBlas(path);
  if (typeof found === "string") throw notFound(found);
  return found;
}

/** The library, or why not. */
function tryBlas(path: string): Blas | string {
  if (!granted({ name: "ffi", path })) return NOT_ALLOWED;
  let library;
  try {
    library = Deno.dlopen(path, SYMBOLS);
  } catch (error) {
    return `it does not open: ${(error as Error).message}`;
  }
  const { symbols } = library;
  const vendor = prepareVendor(symbols);
  if (vendor.refusal === undefined) {
    return { ...vendor, path, symbols, [Symbol.dispose]: () => library.close() };
  }
  library.close();
  return `${vendor.name} at ${path} does not fit: ${vendor.refusal}`;
}

const NOT_ALLOWED = "there is no permission to open it (run with --allow-ffi, or " +
  "--allow-ffi=PATH with the library's whole path)";

function readVariable(): string | undefined {
  if (!granted({ name: "env", variable: BLAS_VARIABLE })) return undefined;
  return Deno.env.get(BLAS_VARIABLE) || undefined;
}

function granted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

/** What is worth saying of a whole search: a library that does not fit, or that none is allowed. */
function summary(reasons: string[]): string {
  const unfit = reasons.find((reason) => reason.includes("does not fit"));
  if (unfit) return unfit;
  return reasons.every((reason) => reason === NOT_ALLOWED)
    ? NOT_ALLOWED.replace("it", "any")
    : "none of the usual libraries is installed";
}

function notFound(reason: string): Deno.errors.NotFound {
  return new Deno.errors.NotFound(`No BLAS found: ${reason}. ${sentence(installHint(Deno.build))}`);
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
