import { assertEquals } from "@std/assert";
import type { BlasSymbols } from "../../../lib/backends/native/symbols.ts";
import { prepareVendor, type Vendor } from "../../../lib/backends/native/vendor.ts";

type Functions = Record<string, (...args: never[]) => unknown>;

/** Functions of a library that does not exist; C strings are their own text. */
function library(functions: Functions): BlasSymbols {
  const strncpy = (buffer: Uint8Array, text: string) =>
    new TextEncoder().encodeInto(text, buffer.subarray(0, 255));
  return { strncpy, ...functions } as unknown as BlasSymbols;
}

const WIDE = "its integers are 64 bits wide (ILP64); the 32-bit build is needed";

// What the libraries of Debian 12 say of themselves (MKL: its documentation).
Deno.test("a BLAS is recognised by its own functions", () => {
  const cases: [Functions, Vendor][] = [
    [
      {
        openblas_get_config: () =>
          "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH SkylakeX MAX_THREADS=64",
        openblas_get_parallel: () => 1,
      },
      { name: "OpenBLAS 0.3.21", reentrant: true, refusal: undefined },
    ],
    [
      {
        openblas_get_config: () => "OpenBLAS 0.3.21 USE64BITINT DYNAMIC_ARCH MAX_THREADS=64",
        openblas_get_parallel: () => 1,
      },
      { name: "OpenBLAS 0.3.21", reentrant: true, refusal: WIDE },
    ],
    [
      {
        openblas_get_config: () => "OpenBLAS 0.3.21 DYNAMIC_ARCH SkylakeX SINGLE_THREADED",
        openblas_get_parallel: () => 0,
      },
      { name: "OpenBLAS 0.3.21", reentrant: false, refusal: undefined },
    ],
    [
      {
        openblas_get_config: () => "OpenBLAS 0.3.26 DYNAMIC_ARCH USE_LOCKING SINGLE_THREADED",
        openblas_get_parallel: () => 0,
      },
      { name: "OpenBLAS 0.3.26", reentrant: true, refusal: undefined },
    ],
    [
      { bli_info_get_version_str: () => "0.9.0", bli_info_get_blas_int_type_size: () => 32n },
      { name: "BLIS 0.9.0", reentrant: true, refusal: undefined },
    ],
    [
      { bli_info_get_version_str: () => "0.9.0", bli_info_get_blas_int_type_size: () => 64n },
      { name: "BLIS 0.9.0", reentrant: true, refusal: WIDE },
    ],
    [
      {
        MKL_Get_Version_String: (buffer: Uint8Array) =>
          new TextEncoder().encodeInto("Intel(R) oneAPI Math Kernel Library   ", buffer),
      },
      { name: "Intel(R) oneAPI Math Kernel Library", reentrant: true },
    ],
    [{ appleblas_dgeadd: () => {} }, { name: "Apple Accelerate", reentrant: true }],
    [{}, {
      name: "an unknown BLAS (not OpenBLAS, BLIS, MKL or Accelerate; it may be slow)",
      reentrant: false,
    }],
  ];
  for (const [functions, vendor] of cases) {
    assertEquals(prepareVendor(library(functions)), vendor);
  }
});

Deno.test("a BLAS is set to one thread a call", () => {
  const calls: string[] = [];
  const record = (name: string) => (value: number | bigint) => void calls.push(`${name} ${value}`);
  const libraries: Functions[] = [
    { openblas_get_config: () => "OpenBLAS", openblas_set_num_threads: record("openblas") },
    { bli_info_get_version_str: () => "0.9.0", bli_thread_set_num_threads: record("blis") },
    {
      MKL_Get_Version_String: () => {},
      MKL_Set_Interface_Layer: record("mkl interface"),
      MKL_Set_Threading_Layer: record("mkl threading"),
    },
    { appleblas_dgeadd: () => {}, BLASSetThreading: record("accelerate") },
  ];
  for (const functions of libraries) prepareVendor(library(functions));
  assertEquals(calls, [
    "openblas 1",
    "blis 1",
    "mkl interface 0",
    "mkl threading 1",
    "accelerate 1",
  ]);
});
