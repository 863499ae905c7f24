/** The kernels compiled for engines with relaxed SIMD, or for those without. */
export function compiledKernels(relaxed: boolean): Promise<WebAssembly.Module>;
