/** 128-bit vectors of either element type. */

/** Elements in one vector. */
export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}

/** a · b + c: fused where the module is built with relaxed SIMD, else rounded twice. */
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** Stores `value` at `address`, or adds it to what is there. */
export function put<T>(address: usize, value: v128, accumulate: bool): void {
  v128.store(address, accumulate ? v128.add<T>(v128.load(address), value) : value);
}
