// @ts-self-types="./modules.d.ts"

// A source phase import hands over the compiled module without any permission, wherever this file
// was loaded from; it is JavaScript because TypeScript cannot parse the syntax yet.

/** The kernels compiled for engines with relaxed SIMD, or for those without. */
export function compiledKernels(relaxed) {
  return relaxed ? import.source("./kernels_relaxed.wasm") : import.source("./kernels.wasm");
}
