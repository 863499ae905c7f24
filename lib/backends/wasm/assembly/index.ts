/** What the module exports. */

import { SCRATCH, SCRATCH_BYTES } from "./layout";

export {
  addBias,
  columnSums,
  copyImages,
  dropout,
  gather,
  gatherTransformed,
  reluBackward,
  sumOfSquares,
  transformBytes,
  update,
} from "./elementwise_jobs";
export { blasProduct, codeProduct, product, setProduct } from "./product_jobs";
export { dismiss, help, helpers } from "./team";
export { coefficients, operands } from "./updates";

/** First free address behind the scratch of `threads` threads. */
export function heapStart(threads: i32): usize {
  return SCRATCH + <usize> threads * SCRATCH_BYTES;
}
