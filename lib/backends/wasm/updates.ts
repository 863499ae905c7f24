/**
 * Updates of parameters and dropout, brought down to calls on addresses.
 *
 * @module
 */

import { checkDropout, type DropoutKey, dropoutScale, dropoutThreshold } from "../dropout.ts";
import type { Matrix } from "../../matrix/matrix.ts";
import { checkSameShape } from "../../matrix/shapes.ts";
import type { AdamStep, MomentumStep, RmspropStep, Updates } from "../updates.ts";
import { FusedKernels } from "./fused.ts";

/** What assembly/update_jobs.ts exports; addresses are bytes, sizes are elements. */
export interface UpdateExports {
  interpolate(
    single: boolean,
    threads: number,
    weight: number,
    x: number,
    y: number,
    count: number,
  ): void;
  momentumStep(
    single: boolean,
    threads: number,
    rate: number,
    momentum: number,
    nesterov: boolean,
    weightDecay: number,
    grad: number,
    velocity: number,
    param: number,
    count: number,
  ): void;
  rmspropStep(
    single: boolean,
    threads: number,
    rate: number,
    alpha: number,
    epsilon: number,
    weightDecay: number,
    grad: number,
    square: number,
    param: number,
    count: number,
  ): void;
  adamStep(
    single: boolean,
    threads: number,
    rate: number,
    beta1: number,
    beta2: number,
    rootScale: number,
    epsilon: number,
    weightDecay: number,
    shrink: number,
    grad: number,
    mean: number,
    square: number,
    param: number,
    count: number,
  ): void;
  dropout(
    single: boolean,
    threads: number,
    threshold: number,
    scale: number,
    key0: number,
    key1: number,
    x: number,
    count: number,
  ): void;
}

/** A backend without its products. */
export abstract class UpdateKernels extends FusedKernels implements Updates<Matrix> {
  zerosLike(x: Matrix): Matrix {
    return this.zeros(x.rows, x.cols);
  }

  interpolate(weight: number, x: Matrix, y: Matrix): void {
    checkSameShape({ x }, y);
    const target = this.output("y", y);
    using scope = this.memory.scope();
    const source = this.operand(scope, x);
    this.kernels.interpolate(this.single, this.threads, weight, source, target, y.data.length);
  }

  momentumStep(step: MomentumStep, grad: Matrix, velocity: Matrix, param: Matrix): void {
    checkSameShape({ grad, velocity }, param);
    const { rate, momentum, nesterov, weightDecay } = step;
    const [v, p] = [this.output("velocity", velocity), this.output("param", param)];
    using scope = this.memory.scope();
    const g = this.operand(scope, grad), { kernels, single, threads } = this, n = param.data.length;
    kernels.momentumStep(single, threads, rate, momentum, nesterov, weightDecay, g, v, p, n);
  }

  rmspropStep(step: RmspropStep, grad: Matrix, square: Matrix, param: Matrix): void {
    checkSameShape({ grad, square }, param);
    const { rate, alpha, epsilon, weightDecay } = step;
    const [s, p] = [this.output("square", square), this.output("param", param)];
    using scope = this.memory.scope();
    const g = this.operand(scope, grad), { kernels, single, threads } = this, n = param.data.length;
    kernels.rmspropStep(single, threads, rate, alpha, epsilon, weightDecay, g, s, p, n);
  }

  adamStep(step: AdamStep, grad: Matrix, mean: Matrix, square: Matrix, param: Matrix): void {
    checkSameShape({ grad, mean, square }, param);
    const [m, s] = [this.output("mean", mean), this.output("square", square)];
    const p = this.output("param", param);
    using scope = this.memory.scope();
    this.kernels.adamStep(
      this.single,
      this.threads,
      step.rate,
      step.beta1,
      step.beta2,
      step.rootScale,
      step.epsilon,
      step.weightDecay,
      step.shrink,
      this.operand(scope, grad),
      m,
      s,
      p,
      param.data.length,
    );
  }

  dropout(rate: number, key: DropoutKey, x: Matrix): void {
    checkDropout(rate, key);
    const { kernels, single, threads } = this, target = this.output("x", x);
    const [threshold, scale] = [dropoutThreshold(rate), dropoutScale(rate)];
    kernels.dropout(single, threads, threshold, scale, key[0], key[1], target, x.data.length);
  }
}
