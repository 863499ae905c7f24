/** Prints whether the net is left to a command that needs it, or, without arguments, that does not. */

import { keepOnly } from "../../../lib/cli/shared/permissions.ts";

await keepOnly({ net: Deno.args.length > 0 });
console.log(Deno.permissions.querySync({ name: "net" }).state);
