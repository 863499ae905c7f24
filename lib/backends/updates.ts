/**
 * Updates of parameters, each in one pass over memory: what update rules are made of.
 *
 * @module
 */

/** Coefficients of {@linkcode Updates.momentumStep}. */
export interface MomentumStep {
  /** Factor on the step. */
  readonly rate: number;
  /** Factor on the velocity so far. */
  readonly momentum: number;
  /** Whether to look ahead as Nesterov does. */
  readonly nesterov: boolean;
  /** weightDecay · param is added to the gradient. */
  readonly weightDecay: number;
}

/** Coefficients of {@linkcode Updates.rmspropStep}. */
export interface RmspropStep {
  /** Factor on the step. */
  readonly rate: number;
  /** Share of the mean square that is kept. */
  readonly alpha: number;
  /** Added to the root. */
  readonly epsilon: number;
  /** weightDecay · param is added to the gradient. */
  readonly weightDecay: number;
}

/** Coefficients of {@linkcode Updates.adamStep}. */
export interface AdamStep {
  /** Factor on the step, the bias correction of the mean inside. */
  readonly rate: number;
  /** Share of the mean that is kept. */
  readonly beta1: number;
  /** Share of the mean square that is kept. */
  readonly beta2: number;
  /** Factor on the root of the mean square: its bias correction. */
  readonly rootScale: number;
  /** Added to the scaled root. */
  readonly epsilon: number;
  /** weightDecay · param is added to the gradient. */
  readonly weightDecay: number;
  /** Factor on the parameter before the step: decoupled weight decay. */
  readonly shrink: number;
}

/** Updates of values of type `T` in place, element by element; all operands have one shape. */
export interface Updates<T> {
  /** Zeros in the shape of `x`. */
  zerosLike(x: T): T;
  /** y += weight · (x - y): moves y towards x. */
  interpolate(weight: number, x: T, y: T): void;
  /**
   * With g = grad + weightDecay · param: velocity = momentum · velocity + g, and then
   * param -= rate · velocity, or rate · (g + momentum · velocity) by Nesterov.
   */
  momentumStep(step: MomentumStep, grad: T, velocity: T, param: T): void;
  /**
   * With g = grad + weightDecay · param: square = alpha · square + (1 - alpha) · g², and then
   * param -= rate · g / (√square + epsilon).
   */
  rmspropStep(step: RmspropStep, grad: T, square: T, param: T): void;
  /**
   * With g = grad + weightDecay · param: mean += (1 - beta1) · (g - mean), square = beta2 · square +
   * (1 - beta2) · g², and then
   * param = shrink · param - rate · mean / (rootScale · √square + epsilon).
   */
  adamStep(step: AdamStep, grad: T, mean: T, square: T, param: T): void;
}
