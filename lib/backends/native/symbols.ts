/**
 * The C functions that are called in a BLAS.
 *
 * @module
 */

const INTEGERS = ["i32", "i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Arguments of cblas_?gemm. The matrices are plain addresses, which WebAssembly can compute; making a
 * "pointer" takes full `--allow-ffi`.
 */
const DGEMM = [...INTEGERS, "f64", "usize", "i32", "usize", "i32", "f64", "usize", "i32"] as const;
const SGEMM = [...INTEGERS, "f32", "usize", "i32", "usize", "i32", "f32", "usize", "i32"] as const;

/** Everything looked up when a library is opened; what it need not have is optional. */
export const SYMBOLS = {
  cblas_dgemm: { parameters: DGEMM, result: "void" },
  cblas_sgemm: { parameters: SGEMM, result: "void" },

  openblas_get_config: { parameters: [], result: "pointer", optional: true },
  openblas_get_parallel: { parameters: [], result: "i32", optional: true },
  openblas_set_num_threads: { parameters: ["i32"], result: "void", optional: true },

  bli_info_get_version_str: { parameters: [], result: "pointer", optional: true },
  bli_info_get_blas_int_type_size: { parameters: [], result: "isize", optional: true },
  bli_thread_set_num_threads: { parameters: ["isize"], result: "void", optional: true },

  MKL_Get_Version_String: { parameters: ["buffer", "i32"], result: "void", optional: true },
  MKL_Set_Interface_Layer: { parameters: ["i32"], result: "i32", optional: true },
  MKL_Set_Threading_Layer: { parameters: ["i32"], result: "i32", optional: true },

  appleblas_dgeadd: { parameters: [], result: "void", optional: true },
  BLASSetThreading: { parameters: ["i32"], result: "i32", optional: true },

  /** The C library's, found through the BLAS that depends on it (not on Windows). */
  copy: {
    name: "memmove",
    parameters: ["usize", "usize", "usize"],
    result: "void",
    optional: true,
  },
  memmove: { parameters: ["buffer", "buffer", "usize"], result: "usize", optional: true },
  strncpy: { parameters: ["buffer", "pointer", "usize"], result: "pointer", optional: true },
} as const;

/** The functions of an open library; an optional one that it lacks is null. */
export type BlasSymbols = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/** Copies a C string. Deno's own reader of C strings would need full `--allow-ffi`. */
export function readCString(symbols: BlasSymbols, text: Deno.PointerValue): string {
  const buffer = new Uint8Array(256);
  symbols.strncpy?.(buffer, text, BigInt(buffer.length - 1));
  return decodeCString(buffer);
}

/** The text up to the first NUL. */
export function decodeCString(buffer: Uint8Array): string {
  return new TextDecoder().decode(buffer.subarray(0, buffer.indexOf(0))).trim();
}

/** The native address where a view starts. Deno's own way would need full `--allow-ffi`. */
export function addressOf(symbols: BlasSymbols, view: Uint8Array<ArrayBuffer>): bigint {
  return symbols.memmove
    ? symbols.memmove(view, view, 0n)
    : Deno.UnsafePointer.value(Deno.UnsafePointer.of(view));
}
