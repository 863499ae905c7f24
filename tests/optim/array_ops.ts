import { type Elementwise, Matrix } from "two-layer-net";
import { ReferenceBackend } from "../../lib/backends/reference.ts";

/** Arithmetic on plain arrays: what a model of one's own brings along. */
export function arrayOps(): Elementwise<Float64Array> {
  const backend = new ReferenceBackend(), row = (x: Float64Array) => new Matrix(1, x.length, x);
  return {
    zerosLike: (x) => new Float64Array(x.length),
    addScaled: (alpha, x, y) => backend.addScaled(alpha, row(x), row(y)),
    update: (update, by, ...operands) => backend.update(update, by, ...operands.map(row)),
    free: () => {},
  };
}
