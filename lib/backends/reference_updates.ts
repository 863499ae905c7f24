/**
 * The reference backend's updates of parameters and its dropout: the definitions, written as loops.
 *
 * @module
 */

import type { Matrix } from "../matrix/matrix.ts";
import { checkDropout, type DropoutKey, dropoutScale, isDropped } from "./dropout.ts";
import { checkSameShape } from "../matrix/shapes.ts";
import type { AdamStep, MomentumStep, RmspropStep } from "./updates.ts";

/** The loops behind `ReferenceBackend`. */
export class ReferenceUpdates {
  interpolate(weight: number, x: Matrix, y: Matrix): void {
    checkSameShape({ x }, y);
    for (let i = 0; i < y.data.length; i++) y.data[i] += weight * (x.data[i] - y.data[i]);
  }

  momentumStep(step: MomentumStep, grad: Matrix, velocity: Matrix, param: Matrix): void {
    checkSameShape({ grad, velocity }, param);
    const { rate, momentum, nesterov, weightDecay } = step;
    const v = velocity.data, p = param.data;
    for (let i = 0; i < p.length; i++) {
      const g = grad.data[i] + weightDecay * p[i];
      v[i] = momentum * v[i] + g;
      p[i] -= rate * (nesterov ? g + momentum * v[i] : v[i]);
    }
  }

  rmspropStep(step: RmspropStep, grad: Matrix, square: Matrix, param: Matrix): void {
    checkSameShape({ grad, square }, param);
    const { rate, alpha, epsilon, weightDecay } = step;
    const s = square.data, p = param.data;
    for (let i = 0; i < p.length; i++) {
      const g = grad.data[i] + weightDecay * p[i];
      s[i] = alpha * s[i] + (1 - alpha) * g * g;
      p[i] -= rate * g / (Math.sqrt(s[i]) + epsilon);
    }
  }

  adamStep(step: AdamStep, grad: Matrix, mean: Matrix, square: Matrix, param: Matrix): void {
    checkSameShape({ grad, mean, square }, param);
    const { rate, beta1, beta2, rootScale, epsilon, weightDecay, shrink } = step;
    const m = mean.data, s = square.data, p = param.data;
    for (let i = 0; i < p.length; i++) {
      const g = grad.data[i] + weightDecay * p[i];
      m[i] += (1 - beta1) * (g - m[i]);
      s[i] = beta2 * s[i] + (1 - beta2) * g * g;
      p[i] = shrink * p[i] - rate * m[i] / (rootScale * Math.sqrt(s[i]) + epsilon);
    }
  }

  dropout(rate: number, key: DropoutKey, x: Matrix): void {
    checkDropout(rate, key);
    const scale = x.dtype === "float64" ? dropoutScale(rate) : Math.fround(dropoutScale(rate));
    const dropped = isDropped(rate, key);
    for (let i = 0; i < x.data.length; i++) x.data[i] *= dropped(i) ? 0 : scale;
  }
}
