/**
 * Names of studies and artifacts, and the file names that they become.
 *
 * @module
 */

import { checkString, expectation } from "../internal/checks.ts";
import { sha256 } from "../internal/sha256.ts";

/** Longer names of studies serve nobody, and fill tables and pages. */
const MAX_NAME = 255;

/** Room is left for what writing adds to a file's name; file systems take 255 bytes. */
const MAX_FILE_NAME = 128;

/** Words that stand for themselves as file names on every system, in upper and lower case. */
const PLAIN = /^[a-z0-9_-][a-z0-9_.-]*$/;

/** Names of devices on Windows, with whatever ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Throws a RangeError unless `name` can be a study's: one line of text that UTF-8 can write.
 *
 * @param argument What the message calls it.
 */
export function checkStudyName(name: string, argument = "name"): void {
  checkString(argument, name);
  const isText = name.trim() !== "" && name.length <= MAX_NAME &&
    name.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(name);
  if (isText) return;
  const expected = `a name of 1 to ${MAX_NAME} characters without control characters`;
  throw new RangeError(expectation(argument, expected, name));
}

/** Throws a RangeError unless `name` can be a file's on every system. */
export function checkFileName(name: string): void {
  checkString("name", name);
  const isPlain = /^\w[\w.-]*$/.test(name) && !name.endsWith(".") &&
    name.length <= MAX_FILE_NAME && !DEVICE.test(name);
  if (isPlain) return;
  const expected = `a plain file name of at most ${MAX_FILE_NAME} characters`;
  throw new RangeError(expectation("name", expected, name));
}

/**
 * The folder of a study's files. A plain word of lower case is its own; any other name becomes what
 * is plain of it and a digest after a tilde, so that no two names share a folder, whatever the file
 * system makes of cases, accents, dots, devices and lengths.
 */
export function studyFolder(name: string): string {
  const isOwn = PLAIN.test(name) && name.length <= MAX_FILE_NAME && !name.endsWith(".") &&
    !DEVICE.test(name);
  if (isOwn) return name;
  const words = name.toLowerCase().replace(/[^a-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "");
  const digest = sha256(name).slice(0, 16);
  return `${words.slice(0, 40) || "study"}~${digest}`;
}

/** The folder that earlier versions gave the study, if a file system could have it. */
export function formerStudyFolder(name: string): string | null {
  const former = encodeURIComponent(name);
  return former.length <= 255 && !/^\.+$/.test(former) ? former : null;
}
