/** Prints how many trials a study has: `deno run look.ts DATABASE`. */

import { SqliteStorage } from "two-layer-net/tuning";

using storage = new SqliteStorage(Deno.args[0], { readOnly: true });
console.log(`${storage.getTrials("study", ["COMPLETE"]).length} trials`);
