/**
 * A run's log for TensorBoard.
 *
 * @module
 */

import { join } from "node:path";
import {
  checkBoolean,
  checkChoice,
  checkInstance,
  checkInteger,
  checkObject,
  checkString,
  checkType,
} from "../../internal/checks.ts";
import { explainWriteError } from "../../internal/whole_file.ts";
import {
  type Hyperparameters,
  imageEvent,
  type RunStatus,
  scalarEvent,
  sessionEndEvent,
  sessionStartEvent,
  versionEvent,
} from "./events.ts";
import { encodeRecord } from "./records.ts";

/** What every PNG file begins with. */
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Tells logs apart that one process begins in the same second. */
let logs = 0;

/**
 * A file of events in a folder of its own, which `tensorboard --logdir` shows as a run: numbers,
 * pictures and hyperparameters by step. Events are appended as they come, so that a run can be watched
 * while it goes on, and keeps what it has when it is stopped.
 *
 * @example
 * ```ts
 * import { EventLog } from "two-layer-net/formats";
 * import { assertMatch } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * {
 *   using log = new EventLog(folder);
 *   for (const step of [0, 1, 2]) log.scalars({ loss: 1 / (1 + step) }, step);
 * }
 * for await (const { name } of Deno.readDir(folder)) assertMatch(name, /tfevents/);
 * ```
 */
export class EventLog implements Disposable {
  /** The file. */
  readonly path: string;
  readonly #file: Deno.FsFile;

  /**
   * Begins a log of its own in the folder, which is made if there is none.
   *
   * @throws {Error} If it cannot be written, naming it and the reason.
   */
  constructor(folder: string) {
    checkString("folder", folder);
    const name = `events.out.tfevents.${Math.floor(now())}.two-layer-net.${Deno.pid}.${logs++}`;
    this.path = join(folder, name);
    try {
      Deno.mkdirSync(folder, { recursive: true });
      this.#file = Deno.openSync(this.path, { write: true, createNew: true });
    } catch (error) {
      throw explainWriteError(error, this.path);
    }
    this.#append(versionEvent(now()));
  }

  /**
   * Numbers by their names at a step; a name with a slash groups charts. NaN and infinities may come.
   *
   * @throws {TypeError} If a value is no number.
   * @throws {RangeError} If the step is no integer of at least 0.
   */
  scalars(values: Readonly<Record<string, number>>, step: number): void {
    checkObject("values", values);
    for (const [name, value] of Object.entries(values)) {
      checkType(`values.${name}`, value, "a number", typeof value === "number");
    }
    checkInteger("step", step, 0);
    this.#append(scalarEvent({ wallTime: now(), step }, values));
  }

  /**
   * A picture at a step.
   *
   * @param png The bytes of a PNG file.
   * @throws {TypeError} If they are none.
   * @throws {RangeError} If the step is no integer of at least 0.
   */
  image(name: string, png: Uint8Array, step: number): void {
    checkString("name", name);
    checkInstance("png", png, Uint8Array);
    const isPng = png.length > 24 && PNG.every((byte, i) => byte === png[i]);
    checkType("png", png, "the bytes of a PNG file", isPng);
    checkInteger("step", step, 0);
    this.#append(imageEvent({ wallTime: now(), step }, name, png));
  }

  /**
   * The hyperparameters of the run, for TensorBoard's table of runs; once, before its end.
   *
   * @param name What the run is called there.
   * @throws {TypeError} If a value is neither text, number nor boolean.
   */
  hyperparameters(name: string, values: Hyperparameters): void {
    checkString("name", name);
    checkObject("values", values);
    for (const [key, value] of Object.entries(values)) checkHyperparameter(`values.${key}`, value);
    this.#append(sessionStartEvent({ wallTime: now(), step: 0 }, name, values));
  }

  /** How the run of the hyperparameters ended. */
  end(status: RunStatus): void {
    checkChoice("status", status, ["success", "failure"]);
    this.#append(sessionEndEvent({ wallTime: now(), step: 0 }, status));
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }

  #append(event: Uint8Array): void {
    let bytes = encodeRecord(event);
    try {
      while (bytes.length > 0) bytes = bytes.subarray(this.#file.writeSync(bytes));
    } catch (error) {
      throw explainWriteError(error, this.path);
    }
  }
}

function checkHyperparameter(name: string, value: unknown): void {
  if (typeof value === "string" || typeof value === "number") return;
  checkBoolean(name, value);
}

function now(): number {
  return Date.now() / 1000;
}
