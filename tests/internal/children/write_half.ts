/** Writes half of the file that the argument names, says so, and waits to be killed. */

import { writeWholeFile } from "../../../lib/internal/whole_file.ts";

await writeWholeFile(Deno.args[0], async (write) => {
  await write(Uint8Array.of(1, 2, 3));
  console.log("half");
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
