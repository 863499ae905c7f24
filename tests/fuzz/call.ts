/**
 * A public function with arguments that are good.
 *
 * @module
 */

/** Arguments by name, in order. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A call that succeeds. */
export interface Call {
  /** Made anew for each call, since calls may change what they are given. */
  readonly args: () => Arguments;
  readonly run: (...args: never[]) => unknown;
  /** Arguments, or parts such as "options.data", that may be anything at all. */
  readonly loose?: readonly string[];
  /**
   * Where any text is the name of a file, and undefined may be a file of the user's: only texts
   * that the call itself has are given.
   */
  readonly paths?: readonly string[];
  /** Numbers of steps: large ones are no error, and would take for ever. */
  readonly steps?: readonly string[];
  /** Options without which the call goes on for ever, as it is meant to. */
  readonly endless?: string;
  /** Each call takes long, by writing to the disk: a few of the values have to do. */
  readonly isSlow?: boolean;
  /** Its results differ from call to call: times, ids. */
  readonly varies?: boolean;
}

/** The calls by the names of what they call: "accuracy", "new Matrix", "Matrix.zeros", "Matrix#row". */
export type Calls = Readonly<Record<string, Call>>;
