/**
 * Options of commands from the table of settings: one a setting, as a value or as a range.
 *
 * @module
 */

import { type Command, InvalidArgumentError, Option } from "commander";
import { PRESETS } from "../../training/presets.ts";
import { checkSetting } from "../../training/check_settings.ts";
import {
  SETTING_NAMES,
  SETTING_TABLE,
  type SettingGroup,
  settingsOf,
} from "../../training/setting_table.ts";
import type { SettingName, Settings } from "../../training/settings.ts";

/** The headings of the help, in order. */
const GROUPS: readonly SettingGroup[] = [
  "Network",
  "Images",
  "Training",
  "Learning rate",
  "Weights",
];

/** Reads an option's text as the setting of that name. */
export type SettingReader = (name: SettingName, text: string) => unknown;

/** How a command takes settings. */
export interface SettingOptions {
  /** Reads the text of an option. */
  readonly read: SettingReader;
  /** Which settings are options. Default: all. */
  readonly includes?: (name: SettingName) => boolean;
  /** What the help calls every value. Default: what each is. */
  readonly value?: string;
  /** What the help says of a setting when none is given. */
  readonly standard: (name: SettingName) => string;
}

/** Adds an option for each setting, under its heading. */
export function addSettings(
  program: Command,
  { read, includes = () => true, value: label, standard }: SettingOptions,
): void {
  for (const group of GROUPS) {
    program.optionsGroup(`${group}:`);
    for (const name of settingsOf(group).filter(includes)) {
      const { value, about, kind } = SETTING_TABLE[name];
      const words = kind.type === "choice" ? `: ${kind.choices.join(", ")}` : "";
      const text = `${about}${words} (${standard(name)})`;
      const option = new Option(`${flagOf(name)} <${label ?? value}>`, text);
      program.addOption(option.argParser((text) => explained(() => read(name, text))));
    }
  }
}

/** What the assignment's default run has, for who reads the help. */
export function assignmentStandard(name: SettingName): string {
  if (name === "seed") return "assignment: the original's stream";
  const value = PRESETS.assignment[name];
  return `assignment: ${typeof value === "boolean" ? (value ? "yes" : "no") : value}`;
}

/** The settings among a command's options, and the other options. */
export function splitOptions(
  options: Record<string, unknown>,
  includes: (name: SettingName) => boolean = () => true,
): { settings: Partial<Record<SettingName, unknown>>; others: Record<string, unknown> } {
  const byKey = new Map(SETTING_NAMES.filter(includes).map((name) => [keyOf(name), name]));
  const settings: Partial<Record<SettingName, unknown>> = {}, others: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(options)) {
    const name = byKey.get(key);
    if (name) settings[name] = value;
    else others[key] = value;
  }
  return { settings, others };
}

/** The option of a setting: `--hidden-size`. */
export function flagOf(name: SettingName): string {
  return `--${keyOf(name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Reads one value of a setting. */
export function readSetting(name: SettingName, text: string): Settings[SettingName] {
  const value = valueOf(name, text.trim());
  checkSetting(name, value);
  return value as Settings[SettingName];
}

function valueOf(name: SettingName, text: string): unknown {
  switch (SETTING_TABLE[name].kind.type) {
    case "choice":
      return text;
    case "flag":
      return text === "yes" ? true : text === "no" ? false : text;
    default:
      return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
  }
}

/** Where commander keeps the option: the steps are called by the word that the original prints. */
export function keyOf(name: SettingName): string {
  return name === "numIters" ? "iterations" : name;
}

/** A reader's error in the words of the command line. */
function explained<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}
