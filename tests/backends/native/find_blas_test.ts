import { assert, assertEquals, assertThrows } from "@std/assert";
import { BLAS_VARIABLE, candidates, installHint } from "../../../lib/backends/native/candidates.ts";
import { findBlas } from "../../../lib/backends/native/find_blas.ts";

Deno.test("each platform has its libraries and its way to install one", () => {
  const platforms: [string, string, string, string][] = [
    [
      "linux",
      "x86_64",
      "/usr/lib/x86_64-linux-gnu/libopenblas.so.0",
      "apt-get install libopenblas0",
    ],
    ["linux", "aarch64", "/usr/lib/aarch64-linux-gnu/libopenblas.so.0", "pacman -S openblas"],
    [
      "darwin",
      "aarch64",
      "/System/Library/Frameworks/Accelerate.framework/Accelerate",
      "brew install openblas",
    ],
    ["windows", "x86_64", "libopenblas.dll", "libopenblas.dll on the PATH"],
  ];
  for (const [os, arch, path, install] of platforms) {
    assert(candidates({ os, arch }).includes(path), path);
    assert(installHint({ os }).includes(install), install);
  }
});

Deno.test("without permission there is no BLAS, and nobody is asked", {
  permissions: { ffi: false, env: false },
}, () => {
  assertThrows(findBlas, Deno.errors.NotFound, "there is no permission to open any");
});

Deno.test("a library named in the environment is the only one tried", () => {
  const before = Deno.env.get(BLAS_VARIABLE);
  try {
    Deno.env.set(BLAS_VARIABLE, "/nowhere/libblas.so");
    const found = `${BLAS_VARIABLE} is "/nowhere/libblas.so", but it does not open`;
    const error = assertThrows(findBlas, Deno.errors.NotFound, found);
    assert(error.message.endsWith("to the path of one."));
  } finally {
    if (before === undefined) Deno.env.delete(BLAS_VARIABLE);
    else Deno.env.set(BLAS_VARIABLE, before);
  }
  assertEquals(Deno.env.get(BLAS_VARIABLE), before);
});
