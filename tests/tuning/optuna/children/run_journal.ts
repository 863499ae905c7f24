/** Runs so many trials of a study that others work on too: `deno run run_journal.ts JOURNAL TRIALS`. */

import { JournalStorage, loadStudy } from "two-layer-net/tuning";

const [path, trials] = Deno.args;

using storage = new JournalStorage(path);
await loadStudy({ name: "shared", storage }).optimize((trial) => {
  const x = trial.suggestFloat("x", 0, 1);
  for (let step = 0; step < 3; step++) trial.report(x, step);
  trial.setUserAttribute("by", "Deno");
  return x;
}, { numTrials: Number(trials) });
