/**
 * What a net on TensorFlow.js is made from.
 *
 * @module
 */

import type { RandomParamsOptions, TwoLayerParams } from "../nn/params.ts";
import type { TfjsBackend } from "./backend.ts";
import type { TfjsMatrix } from "./device_matrix.ts";

/** Where and how a {@linkcode TfjsTwoLayerNet} computes. */
export interface TfjsOptions {
  /** Where the net lives, from {@linkcode createTfjsBackend}. */
  backend: TfjsBackend;
  /**
   * How gradients are found: "manual", by formulas written out, or "autodiff", by TensorFlow.js's
   * automatic differentiation, which bears witness for them. Default: "manual", the faster one on
   * webgpu.
   */
  gradients?: "manual" | "autodiff";
}

/** What makes a {@linkcode TfjsTwoLayerNet} with random weights. */
export interface TfjsTwoLayerNetOptions extends RandomParamsOptions, TfjsOptions {}

/** What makes a {@linkcode TfjsTwoLayerNet} from given parameters. */
export interface TfjsGivenParams extends TfjsOptions {
  /** The parameters; copied to the device, in float32. */
  params: TwoLayerParams;
}

/** The parameters of a {@linkcode TfjsTwoLayerNet}, or their gradients: as `TwoLayerParams`. */
export interface TfjsTwoLayerParams {
  /** Weights of the first layer, D × H. */
  readonly W1: TfjsMatrix;
  /** Bias of the first layer, 1 × H. */
  readonly b1: TfjsMatrix;
  /** Weights of the second layer, H × C. */
  readonly W2: TfjsMatrix;
  /** Bias of the second layer, 1 × C. */
  readonly b2: TfjsMatrix;
  /** Any of them, by its name. */
  readonly [name: string]: TfjsMatrix;
}
