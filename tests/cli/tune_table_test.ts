import { assert, assertEquals } from "@std/assert";
import { createStudy, RandomSampler, type Study } from "two-layer-net/tuning";
import { SETTING_NAMES } from "../../lib/training/setting_table.ts";
import { PLAIN } from "../../lib/cli/shared/output.ts";
import { TuneTable } from "../../lib/cli/tune/table.ts";

function makeStudy(): Study {
  return createStudy({ name: "s", direction: "maximize", sampler: new RandomSampler({ seed: 0 }) });
}

const marked = {
  ...PLAIN,
  bold: (text: string) => `<b>${text}</b>`,
  dim: (text: string) => `<dim>${text}</dim>`,
  red: (text: string) => `<red>${text}</red>`,
};

Deno.test("TuneTable puts the accuracy first, aligns, and marks what is best and what failed", () => {
  const study = makeStudy();
  for (const value of [0.25, 0.5, 0.125]) study.tell(study.ask(), value);
  const diverged = study.ask();
  diverged.setUserAttribute("diverged", true);
  study.tell(diverged, 0.0871);
  const pruned = study.ask();
  pruned.report(0.3, 4);
  study.tell(pruned, null, { state: "PRUNED" });
  study.tell(study.ask(), null, { state: "FAIL", error: "Error: no luck" });
  const table = new TuneTable(study, marked);
  assertEquals(study.trials.map((trial) => table.row(trial)).join("\n").split("\n"), [
    "<dim>accuracy                            trial</dim>",
    "<b>0.2500    ██████                        0</b>",
    "<b>0.5000    ████████████                  1</b>",
    "0.1250    ███                           2",
    "<dim>0.0871    diverged                      3</dim>",
    "<dim>0.3000    pruned, epoch 4               4</dim>",
    "<red>          failed                        5</red>",
    "  Error: no luck",
  ]);
});

Deno.test("TuneTable keeps to the terminal's width, with all parameters varied too", () => {
  const study = makeStudy();
  const trial = study.ask();
  for (const name of SETTING_NAMES) trial.suggestFloat(name, 1e-7, 1.23456e-7);
  study.tell(trial, 0.4871);
  for (const columns of [40, 80, 200]) {
    const table = new TuneTable(study, { ...PLAIN, columns });
    const lines = table.row(study.trials[0]).split("\n");
    for (const line of lines) assert(line.length < columns, `${line.length}: ${line}`);
  }
});
