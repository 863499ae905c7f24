/**
 * Runs of training that are kept in a file and resumed.
 *
 * @module
 */

import { checkWritable } from "../internal/check_writable.ts";
import { ifThere } from "../internal/if_there.ts";
import { writeWholeFile } from "../internal/whole_file.ts";
import type { Params, UpdateRule } from "../optim/update_rule.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint_file.ts";
import { describeRates, describeRun, differences, type RunDescription } from "./run_description.ts";
import type { Model } from "./model.ts";
import type { FullSolverOptions } from "./full_options.ts";
import type { CheckpointOptions, SolverData } from "./options.ts";
import { readParams, type StoredParams, writeParams } from "./stored_params.ts";
import type { Timetable } from "./timetable.ts";
import type { TrainingState } from "./training_state.ts";

/** A checkpoint is of another run: of another model, other data or other options. */
export class CheckpointMismatchError extends Error {
  /** Name of the class. */
  override readonly name = "CheckpointMismatchError";

  /** An error that says of which file, and what differs. */
  constructor(path: string, differing: readonly string[]) {
    super(`The checkpoint ${path} is of another run: ${differing.join("; ")}`);
  }
}

/** A checkpoint has been damaged, or is another file. */
export class UnreadableCheckpointError extends Error {
  /** Name of the class. */
  override readonly name = "UnreadableCheckpointError";

  /** An error that says of which file, and why. */
  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The checkpoint ${path} cannot be resumed. ${reason}`, { cause });
  }
}

/** What a {@linkcode Checkpoints} is made for. */
export interface CheckpointedRun {
  /** What is trained. */
  readonly model: Pick<Model<unknown>, "settings">;
  /** What the run learns from. */
  readonly data: SolverData;
  /** Its options. */
  readonly options: FullSolverOptions;
  /** How its parameters move. */
  readonly updateRule: UpdateRule;
  /** Its course. */
  readonly timetable: Timetable;
}

/** Writes a run's state into its file, and reads it. */
export class Checkpoints<T> {
  readonly #path: string;
  readonly #every: number;
  readonly #timetable: Timetable;
  readonly #description: RunDescription;
  #savedStep: number | undefined;

  private constructor(
    { path, every }: CheckpointOptions,
    timetable: Timetable,
    description: RunDescription,
  ) {
    this.#path = path;
    this.#every = every ?? Math.ceil(timetable.stepsPerEpoch);
    this.#timetable = timetable;
    this.#description = description;
  }

  /**
   * Checkpoints of a run, if it is to have any; brings `state` to that of the file where the
   * options say so and there is one.
   *
   * @throws {Error} If the file cannot be written or read.
   * @throws {UnreadableCheckpointError} If the file has been damaged.
   * @throws {CheckpointMismatchError} If the run in the file is another.
   */
  static async open<T>(
    state: TrainingState<T>,
    { model, data, options, updateRule, timetable }: CheckpointedRun,
  ): Promise<Checkpoints<T> | null> {
    const { checkpoint } = options;
    if (!checkpoint) return null;
    await checkWritable(checkpoint.path);
    const params = await readParams(state.params);
    const description = describeRun(model, params, data, updateRule, options);
    const checkpoints = new Checkpoints<T>(checkpoint, timetable, description);
    if (checkpoint.resume) await checkpoints.#resume(state);
    return checkpoints;
  }

  /** Whether a run of so many steps is to be written now. */
  isDue(step: number): boolean {
    return step % this.#every === 0;
  }

  /** Writes the file, unless it holds this step already. */
  async save(state: TrainingState<T>): Promise<void> {
    if (state.step === this.#savedStep) return;
    const { step, history, optimizer, rng, batches } = state;
    await writeWholeFile(
      this.#path,
      encodeCheckpoint({
        step,
        optimizerStep: optimizer.step,
        rng: rng.getState(),
        description: this.#describe(step),
        groups: await readGroups(state),
        lists: {
          "history.loss": history.lossHistory,
          "history.trainAccuracy": history.trainAccHistory,
          "history.valAccuracy": history.valAccHistory,
          "batches.pending": batches.pending,
        },
      }),
    );
    this.#savedStep = step;
  }

  async #resume(state: TrainingState<T>): Promise<void> {
    const bytes = await ifThere(Deno.readFile(this.#path));
    if (!bytes) return;
    const checkpoint = decode(bytes, this.#path);
    const differing = differences(checkpoint.description, this.#describe(checkpoint.step));
    if (checkpoint.step > this.#timetable.numIters) {
      differing.push(`steps: ${checkpoint.step} there, ${this.#timetable.numIters} here`);
    }
    if (differing.length > 0) throw new CheckpointMismatchError(this.#path, differing);
    restore(checkpoint, state);
    this.#savedStep = state.step;
  }

  /** The rates are compared as far as they were used: a run may be resumed to go on for longer. */
  #describe(step: number): RunDescription {
    const rates = describeRates(this.#timetable.schedule, step);
    return { ...this.#description, "learning rates so far": rates };
  }
}

/**
 * Checks a checkpoint, if there is one, before the work that comes before going on with it.
 *
 * @throws {UnreadableCheckpointError} If it has been damaged.
 */
export async function verifyCheckpoint(path: string): Promise<void> {
  const bytes = await ifThere(Deno.readFile(path));
  if (bytes) decode(bytes, path);
}

function decode(bytes: Uint8Array, path: string): Checkpoint {
  try {
    return decodeCheckpoint(bytes, path);
  } catch (error) {
    throw new UnreadableCheckpointError(path, error);
  }
}

function restore<T>({ groups, lists, ...saved }: Checkpoint, state: TrainingState<T>): void {
  for (const [group, params] of Object.entries(liveGroups(state))) {
    writeParams(groups[group], params);
  }
  state.step = saved.step;
  state.best = groups.best ?? null;
  state.optimizer.step = saved.optimizerStep;
  state.rng.setState(saved.rng);
  state.batches.pending = Int32Array.from(lists["batches.pending"]);
  const { history } = state;
  history.lossHistory = Array.from(lists["history.loss"]);
  history.trainAccHistory = Array.from(lists["history.trainAccuracy"]);
  history.valAccHistory = Array.from(lists["history.valAccuracy"]);
}

async function readGroups<T>(state: TrainingState<T>): Promise<Record<string, StoredParams>> {
  const groups: Record<string, StoredParams> = state.best ? { best: state.best } : {};
  for (const [group, params] of Object.entries(liveGroups(state))) {
    groups[group] = await readParams(params);
  }
  return groups;
}

/** The parameters that training changes in place, by group. */
function liveGroups<T>(
  { params, average, optimizer }: TrainingState<T>,
): Record<string, Params<T>> {
  const named = Object.entries(optimizer.slots).map((
    [slot, params],
  ) => [`optimizer.${slot}`, params]);
  return { params, ...Object.fromEntries(named), ...(average && { average: average.params }) };
}
