/**
 * The options of `deno task tune`.
 *
 * @module
 */

import { type Command, Option } from "commander";
import { GRID } from "../../assignment/grid.ts";
import type { SettingName } from "../../training/settings.ts";
import type { DType } from "../../matrix/matrix.ts";
import { PRESET_NAMES, type PresetName } from "../../training/presets.ts";
import { isSearchable, type SearchableName, SETTING_NAMES } from "../../training/setting_table.ts";
import type { Distribution } from "../../tuning/distributions.ts";
import { realPath } from "../../tuning/storage/database_file.ts";
import { defaultStudyDatabase } from "../../tuning/study_files.ts";
import type { BackendChoice } from "../shared/choose_backend.ts";
import { newCommand, parseArguments, refuseOptions } from "../shared/command_line.ts";
import { addData, DATA_KEYS, type DataOptions, problemOfData } from "../shared/data_options.ts";
import { backendOption, dtypeOption } from "../shared/machine_options.ts";
import { integer } from "../shared/numbers.ts";
import { port } from "../shared/port.ts";
import { redisOption } from "../shared/redis_option.ts";
import { addSettings, assignmentStandard, keyOf, splitOptions } from "../shared/setting_options.ts";
import { EXPORT_FORMATS } from "./export.ts";
import { studyName } from "./files.ts";
import { REDIS } from "./place.ts";
import { duration, readRange } from "./ranges.ts";
import { SPACE_NAMES } from "./spaces.ts";

/** Names of the samplers. */
export const SAMPLERS = ["grid", "random", "tpe"] as const;

/** Names of the pruners. */
export const PRUNERS = ["none", "median", "halving", "hyperband"] as const;

/** Every option of the command; what was not given and depends on the study is undefined. */
export interface TuneOptions extends Omit<DataOptions, "test"> {
  /** What was given of the search space; a single value is one for all trials. */
  ranges: Partial<Record<SearchableName, Distribution>>;
  /** The search by name that the ranges change. */
  space?: typeof SPACE_NAMES[number];
  /** The settings that all trials start from, in place of the named search's. */
  preset?: PresetName;
  sampler?: typeof SAMPLERS[number];
  pruner?: typeof PRUNERS[number];
  seed?: number;
  trials?: number;
  /** Milliseconds. */
  time?: number;
  study?: string;
  resume: boolean;
  /** Whether trials that other programs left running in a journal are queued again. */
  takeOver: boolean;
  out: string;
  workers: number;
  /** The Redis whose workers train the nets; `true` for that of the environment. */
  redis?: string | true;
  backend: BackendChoice;
  dtype?: DType;
  unordered: boolean;
  report?: string;
  /** Folder of logs for TensorBoard. */
  logdir?: string;
  /** The port of the page that is served while the search runs. */
  serve?: number;
  list: boolean;
  show?: string;
  export?: typeof EXPORT_FORMATS[number];
  /** The file that is exported to. */
  to?: string;
  /** The file of Optuna's whose studies are taken. */
  import?: string;
}

/** What the assignment's grid has of a setting, for who reads the help. */
function gridStandard(name: SettingName): string {
  const values: Partial<Record<SettingName, readonly number[]>> = GRID;
  return values[name] ? `grid: ${values[name].join(",")}` : assignmentStandard(name);
}

const DESCRIPTION = `Search for good hyperparameters of the two-layer net: in parallel, exact,
resumable.

Without options: the assignment's grid of 60 nets on the original's random
stream, printed as the original printed it.

Any setting takes a range: a value, a list (40,60,80), or an interval, searched
evenly (0.1..0.9), on a logarithmic scale (1e-4..1e-2:log) or in steps
(40..120:20).`;

/** Reads the command line; after `--help` or a bad option, which it prints, the exit code. */
export function parseTuneOptions(args: string[]): TuneOptions | number {
  const program = newCommand("tune", DESCRIPTION);
  addSearch(program);
  addSettings(program, {
    read: readRange,
    includes: isSearchable,
    value: "range",
    standard: gridStandard,
  });
  addStudy(program);
  addMachine(program);
  addOutput(program);
  return parseArguments(program, args) ?? collect(program);
}

function addSearch(program: Command): void {
  program.optionsGroup("Search:")
    .addOption(
      new Option(
        "--space <name>",
        "a search by name, whose ranges may be changed: the assignment's grid, or the search that " +
          "the presets come from (default: assignment, unless --preset is given)",
      ).choices(SPACE_NAMES),
    )
    .addOption(
      new Option("--preset <name>", "settings of every trial but for those that are searched")
        .choices(PRESET_NAMES),
    )
    .addOption(
      new Option("--sampler <name>", "what chooses hyperparameters (default: grid; presets: tpe)")
        .choices(SAMPLERS),
    )
    .addOption(
      new Option(
        "--pruner <name>",
        "what stops hopeless trials early (default: none; presets: halving)",
      )
        .choices(PRUNERS),
    )
    .addOption(
      new Option(
        "--trials <number>",
        "trials the study is to have (default: the whole grid; else 60, or no limit with --time)",
      ).argParser(integer(0)),
    )
    .addOption(
      new Option("--time <duration>", "start no trial later than this: 90s, 10m, 1.5h")
        .argParser(duration),
    )
    .addOption(
      new Option(
        "--seed <integer>",
        "seed of the sampler; trial n's net has this seed + n (default: 0, but the original's " +
          "stream for its grid)",
      ).argParser(integer(0, 2 ** 32 - 1)),
    );
}

function addStudy(program: Command): void {
  program.optionsGroup("Study:")
    .addOption(
      new Option(
        "--study <name>",
        "name of the study (default: assignment-grid, else the search's)",
      ).argParser(studyName),
    )
    .option("--resume", "go on with --study, or with the study made last")
    .option(
      "--take-over",
      "queue trials again that other programs left running in a journal, when none of them runs",
    )
    .option(
      "--out <place>",
      "database or, ending in .log, Optuna journal; the best nets' weights lie beside it. An Optuna " +
        `journal in Redis: its URL, or ${REDIS} for that of --redis or of the environment`,
      defaultStudyDatabase(),
    );
  addData(program.optionsGroup("Data:"), {
    training: "49000; presets: 45000; of other data: all that are left",
    validation: "1000; presets: 5000; of other data: a tenth",
  });
}

function addMachine(program: Command): void {
  program.optionsGroup("Machine:")
    .addOption(
      new Option("--workers <number>", "nets trained at a time, one thread each")
        .argParser(integer(1)).default(navigator.hardwareConcurrency, "one per core"),
    )
    .addOption(
      redisOption("train on the workers at this Redis (deno task worker), not here")
        .conflicts("workers"),
    )
    .addOption(backendOption())
    .addOption(dtypeOption("element type (default: float64, on tfjs float32)"));
}

function addOutput(program: Command): void {
  program.optionsGroup("Output:")
    .option("--unordered", "print trials as they finish, not in the order of their numbers")
    .addOption(
      new Option("--serve [port]", "show the study on a web page of this machine while it runs")
        .argParser(port).preset("0"),
    )
    .option("--report <file>", "write a page of pictures and tables (HTML) of the study")
    .option("--logdir <folder>", "log each trial there for TensorBoard, in a folder of the study's")
    .addOption(
      new Option("--list", "list the studies of the database and do nothing else")
        .conflicts([...SEARCHING, "study", "report", "show", "export"]),
    )
    .addOption(
      new Option(
        "--show <study>",
        "print a study and do nothing else; with --report, write its page",
      )
        .conflicts([...SEARCHING, "study"]),
    )
    .addOption(
      new Option(
        "--export <format>",
        "print the trials of --show, --study or the study made last; as optuna, a journal",
      ).choices(EXPORT_FORMATS).conflicts(SEARCHING),
    )
    .option(
      "--to <file>",
      "write --export there; as optuna a database where it ends in .db, and none that is there",
    )
    .addOption(
      new Option(
        "--import <file>",
        "take the studies, or --study, of an Optuna journal or SQLite database into --out",
      ).conflicts([...SEARCHING, "report", "show", "export", "list"]),
    );
}

/** Options that mean nothing to one who only looks at studies. */
const SEARCHING = [
  ...SETTING_NAMES.filter(isSearchable).map(keyOf),
  ...["space", "preset"],
  ...["sampler", "pruner", "trials", "time", "seed", "resume", "takeOver"],
  ...DATA_KEYS,
  ...["workers", "backend", "dtype", "unordered", "serve", "logdir"],
];

function collect(program: Command): TuneOptions | number {
  const { settings: ranges, others } = splitOptions(program.opts(), isSearchable);
  const flags = { resume: false, takeOver: false, unordered: false, list: false };
  const options = { ...flags, ...others, ranges } as unknown as TuneOptions;
  const problem = problemOf(options);
  return problem === null ? options : refuseOptions(problem);
}

/** Whether studies are only looked at, or taken from files. */
function isLooking({ list, show, export: format, import: file }: TuneOptions): boolean {
  return list || [show, format, file].some((value) => value !== undefined);
}

function problemOf(options: TuneOptions): string | null {
  const { out, to, export: format, resume, takeOver } = options;
  if (out.trim() === "") return "option '--out <place>' argument '' is empty";
  if (options.redis !== undefined && out !== REDIS && isLooking(options)) {
    return `option '--redis [url]' trains nets, or says where '--out ${REDIS}' is`;
  }
  if (to !== undefined && format === undefined) return "option '--to <file>' needs '--export'";
  if (to !== undefined && realPath(to) === realPath(out)) return "'--to' is the file of '--out'";
  if (takeOver && !resume) return "option '--take-over' needs '--resume'";
  return problemOfData(options);
}
