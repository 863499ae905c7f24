/**
 * Nets on any backend by its name, TensorFlow.js's among them, which are loaded only if asked for.
 *
 * @module
 */

import { importLate } from "../internal/import_late.ts";
import type { Backend, BackendName, BackendOptions } from "../backends/backend.ts";
import { BACKEND_NAMES } from "../backends/backend.ts";
import { createBackend } from "../backends/create_backend.ts";
import type { DType } from "../matrix/matrix.ts";
import type { TwoLayerParams } from "../nn/params.ts";
import type { Classifier } from "../evaluation/probabilities.ts";
import { type GivenParams, TwoLayerNet, type TwoLayerNetOptions } from "../nn/two_layer_net.ts";
import type { Model } from "../solver/model.ts";
import type { TfjsMatrix } from "../tfjs/device_matrix.ts";
import { TFJS_BACKEND_NAMES, type TfjsBackendName } from "../tfjs/names.ts";

/** Names of the engines: our backends, and TensorFlow.js's with "tfjs:" before them. */
export const ENGINE_NAMES = [
  ...BACKEND_NAMES,
  ...TFJS_BACKEND_NAMES.map((name) => `tfjs:${name}` as const),
];

const TFJS = new URL("../tfjs/mod.ts", import.meta.url).href;

/** One of {@linkcode ENGINE_NAMES}. */
export type EngineName = BackendName | `tfjs:${TfjsBackendName}`;

/** A net to train, whatever its parameters are kept in; disposing of it gives their memory back. */
export interface EngineNet extends Disposable {
  /** What a Solver trains. */
  readonly model: Model<unknown>;
  /** The same net for evaluation: it gives scores. */
  readonly classifier: Classifier;
  /** The parameters as matrices that `saveWeights` takes. */
  readParams(): TwoLayerParams | Promise<TwoLayerParams>;
}

/** What makes a net, but for the backend. */
export type NetOptions = Omit<TwoLayerNetOptions, "backend"> | Omit<GivenParams, "backend">;

/** Makes two-layer nets on one backend. */
export interface Engine extends Disposable {
  /** What was asked for. */
  readonly name: EngineName;
  /** Element type of parameters and arithmetic. */
  readonly dtype: DType;
  /** One line for people: the library behind it, its version, its threads. */
  readonly description: string;
  /** A net with random weights, the same on every engine, or with given parameters. */
  createNet(options: NetOptions): EngineNet;
}

/**
 * Creates an engine.
 *
 * @param name One of {@linkcode ENGINE_NAMES}.
 * @param options Element type and threads; TensorFlow.js knows float32 alone, and has no threads.
 * @throws {RangeError} If TensorFlow.js is asked for float64.
 * @throws {Error} If the backend cannot run here, with the reason.
 */
export async function createEngine(
  name: EngineName,
  options: BackendOptions = {},
): Promise<Engine> {
  if (!isTfjs(name)) return ourEngine(await createBackend(name, options));
  if (options.dtype === "float64") {
    throw new RangeError(`Expected dtype to be "float32" on ${name} but found "float64"`);
  }
  return await tfjsEngine(name);
}

/** The engine of one of our backends; it takes the backend over. */
export function ourEngine(backend: Backend): Engine {
  const { name, dtype, description } = backend;
  return {
    name,
    dtype,
    description,
    createNet(options) {
      const net = new TwoLayerNet({ ...options, backend });
      const model: Model = net; // without the overload that gives scores
      const dispose = () => net[Symbol.dispose]();
      return { model, classifier: net, readParams: () => net.params, [Symbol.dispose]: dispose };
    },
    [Symbol.dispose]: () => backend[Symbol.dispose](),
  };
}

async function tfjsEngine(name: `tfjs:${TfjsBackendName}`): Promise<Engine> {
  const module = await importLate(TFJS) as typeof import("../tfjs/mod.ts");
  const { createTfjsBackend, TfjsTwoLayerNet } = module;
  const backend = await createTfjsBackend(name.slice("tfjs:".length) as TfjsBackendName);
  return {
    name,
    dtype: "float32",
    description: backend.description,
    createNet(options) {
      const net = new TfjsTwoLayerNet({ ...options, backend });
      const model: Model<TfjsMatrix> = net;
      const dispose = () => net[Symbol.dispose]();
      return {
        model,
        classifier: net,
        readParams: () => net.readParams(),
        [Symbol.dispose]: dispose,
      };
    },
    [Symbol.dispose]: () => {},
  };
}

function isTfjs(name: EngineName): name is `tfjs:${TfjsBackendName}` {
  return name.startsWith("tfjs:");
}
