/**
 * The C library, by its path: where memory for code comes from, and the way into that code.
 *
 * @module
 */

/**
 * What is called in it. Addresses are plain integers: a "pointer" would take full `--allow-ffi`, and
 * WebAssembly has none.
 */
export const SYMBOLS = {
  mmap: { parameters: ["usize", "usize", "i32", "i32", "i32", "i64"], result: "usize" },
  mprotect: { parameters: ["usize", "usize", "i32"], result: "i32" },
  munmap: { parameters: ["usize", "usize"], result: "i32" },
  /** memmove, from a view to an address. */
  write: { name: "memmove", parameters: ["usize", "buffer", "usize"], result: "usize" },
  /** memmove of nothing within a view: returns its address. */
  address: { name: "memmove", parameters: ["buffer", "buffer", "usize"], result: "usize" },
  /** bsearch: calls `code(key, element)` once for an array of one element, and does nothing else. */
  call: {
    name: "bsearch",
    parameters: ["usize", "usize", "usize", "usize", "usize"],
    result: "void",
  },
  /** memmove, from address to address. */
  copy: { name: "memmove", parameters: ["usize", "usize", "usize"], result: "void" },
} as const;

/** The open C library. */
export type Libc = Deno.DynamicLibrary<typeof SYMBOLS>;

/** glibc by distribution (Debian, Fedora, Arch), then musl, which is its own loader. */
const PATHS = [
  "/lib/x86_64-linux-gnu/libc.so.6",
  "/lib64/libc.so.6",
  "/usr/lib/libc.so.6",
  "/lib/ld-musl-x86_64.so.1",
];

/** An open C library and the path that opened it. */
export interface OpenLibc extends Disposable {
  readonly path: string;
  readonly symbols: Libc["symbols"];
}

/**
 * Opens the C library of this process.
 *
 * @throws {Deno.errors.NotSupported} If the system is another, or the library is not there or not
 * allowed, with the reason.
 */
export function openLibc(): OpenLibc {
  const { os, arch } = Deno.build;
  if (os !== "linux" || arch !== "x86_64") {
    throw notSupported(`it takes Linux on x86-64, and this is ${os} on ${arch}`);
  }
  const reasons: string[] = [];
  for (const path of PATHS) {
    const found = tryLibc(path);
    if (typeof found !== "string") return found;
    reasons.push(found);
  }
  throw notSupported(
    reasons.every((reason) => reason === NOT_ALLOWED)
      ? NOT_ALLOWED
      : `the C library does not open at any of ${PATHS.join(", ")}`,
  );
}

/** The error that says why there is no jit backend here. */
export function notSupported(reason: string): Deno.errors.NotSupported {
  return new Deno.errors.NotSupported(`No jit backend: ${reason}.`);
}

const NOT_ALLOWED = `there is no permission to open the C library (run with --allow-ffi, or ` +
  `--allow-ffi=${PATHS[0]} where it lies there)`;

/** The library, or why not. */
function tryLibc(path: string): OpenLibc | string {
  if (Deno.permissions.querySync({ name: "ffi", path }).state !== "granted") return NOT_ALLOWED;
  try {
    const library = Deno.dlopen(path, SYMBOLS);
    return { path, symbols: library.symbols, [Symbol.dispose]: () => library.close() };
  } catch (error) {
    return (error as Error).message;
  }
}
