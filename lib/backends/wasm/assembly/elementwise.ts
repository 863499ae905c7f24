/** The kernels that touch each element once: memory speed is their limit. */

import { lanes } from "./vector";

/** x += bias, row by row; then the ReLU, if asked for. NaN passes: pmax(x, 0) is x < 0 ? 0 : x. */
export function addBiasRows<T>(bias: usize, x: usize, rows: i32, cols: i32, relu: bool): void {
  const zero = i64x2.splat(0);
  for (let i = 0; i < rows; i++) {
    let j = 0;
    for (; j + lanes<T>() <= cols; j += lanes<T>()) {
      const at = j * sizeof<T>();
      const sum = v128.add<T>(v128.load(x + at), v128.load(bias + at));
      v128.store(x + at, relu ? v128.pmax<T>(sum, zero) : sum);
    }
    for (; j < cols; j++) {
      const at = j * sizeof<T>();
      const sum = load<T>(x + at) + load<T>(bias + at);
      store<T>(x + at, relu && sum < <T> 0 ? <T> 0 : sum);
    }
    x += cols * sizeof<T>();
  }
}

/** grad = 0 wherever the activation is ≤ 0. */
export function reluBackwardRange<T>(activation: usize, grad: usize, count: i32): void {
  const zero = i64x2.splat(0);
  let j = 0;
  for (; j + lanes<T>() <= count; j += lanes<T>()) {
    const at = j * sizeof<T>();
    const blocked = v128.le<T>(v128.load(activation + at), zero);
    v128.store(grad + at, v128.andnot(v128.load(grad + at), blocked));
  }
  for (; j < count; j++) {
    const at = j * sizeof<T>();
    if (load<T>(activation + at) <= <T> 0) store<T>(grad + at, <T> 0);
  }
}
