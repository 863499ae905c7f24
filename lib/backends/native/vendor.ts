/**
 * Which BLAS a library is, and how it is made to fit: 32-bit integers, one thread a call.
 *
 * @module
 */

import { type BlasSymbols, decodeCString, readCString } from "./symbols.ts";

/** What is known of an open BLAS. */
export interface Vendor {
  /** Name and version, for people. */
  readonly name: string;
  /** Whether several threads may call it at the same time. */
  readonly reentrant: boolean;
  /** Why it cannot be used, if it cannot. */
  readonly refusal?: string;
}

/** Constants of mkl_service.h and Accelerate's thread_api.h. */
const MKL_INTERFACE_LP64 = 0, MKL_THREADING_SEQUENTIAL = 1, BLAS_THREADING_SINGLE_THREADED = 1;

const WIDE_INTEGERS = "its integers are 64 bits wide (ILP64); the 32-bit build is needed";

/**
 * Recognises the library and sets it to one thread a call: the backend's own threads share the
 * work, and each multiplies the pixels that it has just made floats of, in its own cache.
 */
export function prepareVendor(symbols: BlasSymbols): Vendor {
  if (symbols.openblas_get_config) return prepareOpenBlas(symbols);
  if (symbols.bli_info_get_version_str) return prepareBlis(symbols);
  if (symbols.MKL_Get_Version_String) return prepareMkl(symbols);
  if (symbols.appleblas_dgeadd) {
    symbols.BLASSetThreading?.(BLAS_THREADING_SINGLE_THREADED);
    return { name: "Apple Accelerate", reentrant: true };
  }
  return {
    name: "an unknown BLAS (not OpenBLAS, BLIS, MKL or Accelerate; it may be slow)",
    reentrant: false,
  };
}

function prepareOpenBlas(symbols: BlasSymbols): Vendor {
  const config = readCString(symbols, symbols.openblas_get_config!());
  const words = config.split(/\s+/);
  const sequential = symbols.openblas_get_parallel?.() === 0;
  symbols.openblas_set_num_threads?.(1);
  return {
    name: words.slice(0, 2).join(" ") || "OpenBLAS",
    reentrant: !sequential || words.includes("USE_LOCKING"),
    refusal: words.includes("USE64BITINT") ? WIDE_INTEGERS : undefined,
  };
}

function prepareBlis(symbols: BlasSymbols): Vendor {
  const version = readCString(symbols, symbols.bli_info_get_version_str!());
  symbols.bli_thread_set_num_threads?.(1n);
  return {
    name: `BLIS ${version}`.trim(),
    reentrant: true,
    refusal: symbols.bli_info_get_blas_int_type_size?.() === 64n ? WIDE_INTEGERS : undefined,
  };
}

/** The layers can be chosen only before the first call of a product. */
function prepareMkl(symbols: BlasSymbols): Vendor {
  symbols.MKL_Set_Interface_Layer?.(MKL_INTERFACE_LP64);
  symbols.MKL_Set_Threading_Layer?.(MKL_THREADING_SEQUENTIAL);
  const buffer = new Uint8Array(256);
  symbols.MKL_Get_Version_String!(buffer, buffer.length - 1);
  return { name: decodeCString(buffer) || "MKL", reentrant: true };
}
