import { type Elementwise, Matrix } from "two-layer-net";
import { ReferenceBackend } from "../../lib/backends/reference.ts";

/** Arithmetic on plain arrays: what a model of one's own brings along. */
export function arrayOps(): Elementwise<Float64Array> {
  const backend = new ReferenceBackend(), row = (x: Float64Array) => new Matrix(1, x.length, x);
  return {
    zerosLike: (x) => new Float64Array(x.length),
    addScaled: (alpha, x, y) => backend.addScaled(alpha, row(x), row(y)),
    interpolate: (weight, x, y) => backend.interpolate(weight, row(x), row(y)),
    momentumStep: (step, g, v, p) => backend.momentumStep(step, row(g), row(v), row(p)),
    rmspropStep: (step, g, s, p) => backend.rmspropStep(step, row(g), row(s), row(p)),
    adamStep: (step, g, m, s, p) => backend.adamStep(step, row(g), row(m), row(s), row(p)),
  };
}
