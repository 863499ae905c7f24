/**
 * What attributes of a study mean: its note, and whether it is paused.
 *
 * @module
 */

import type { Json } from "./json.ts";
import type { StudyAttributes } from "./storage/storage.ts";

/** The attribute that pauses a study. */
export const PAUSED = "two-layer-net:paused";

/** Whether no further trial is to start. */
export function isPaused(attributes: StudyAttributes): boolean {
  return attributes[PAUSED] === true;
}

/**
 * The names and the cutting of `optuna_dashboard/_note.py`: a counter, and the text in pieces that fit
 * into a column of 2048 characters.
 */
const NOTE = { version: "dashboard:note_ver", piece: "dashboard:note_str:", length: 2045 } as const;

/** A note on a study. */
export interface Note {
  /** The text, in Markdown. */
  readonly body: string;
  /** How often it was changed. */
  readonly version: number;
}

/** The note that the attributes hold. */
export function noteOf(attributes: StudyAttributes): Note {
  const version = attributes[NOTE.version];
  if (typeof version !== "number") return { body: "", version: 0 };
  return { body: piecesOf(attributes).join(""), version };
}

/** The attributes that change the note. */
export function noteAttributes(before: StudyAttributes, body: string): StudyAttributes {
  // By whole characters, as Python counts.
  const characters = Array.from(body);
  // Pieces of a longer note before stay, empty.
  const count = Math.max(Math.ceil(characters.length / NOTE.length), piecesOf(before).length);
  const pieces = Array.from({ length: count }, (_, i): [string, Json] => [
    `${NOTE.piece}${i}`,
    characters.slice(i * NOTE.length, (i + 1) * NOTE.length).join(""),
  ]);
  return { [NOTE.version]: noteOf(before).version + 1, ...Object.fromEntries(pieces) };
}

function piecesOf(attributes: StudyAttributes): string[] {
  const pieces: string[] = [];
  for (let i = 0; `${NOTE.piece}${i}` in attributes; i++) {
    pieces.push(String(attributes[`${NOTE.piece}${i}`]));
  }
  return pieces;
}
